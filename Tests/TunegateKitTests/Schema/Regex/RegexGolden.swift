import Foundation

/// What `new RegExp(pattern, flags).exec(text)` of Node.js says (V8, Unicode 17), for patterns by hand and at random.
///
/// A line `= flags pattern` is followed by one line for each text: the bytes of the match, `none`, or `error` when the
/// pattern is refused; behind it the text. `\u{…}` stands for a character, the backslash too.
enum RegexGolden {
  static let text = #"""
    = u a|b|c
    0-1 b
    1-2 xc
    none d
    none
    = u ab|a
    0-2 abc
    0-1 ac
    = u a|ab
    0-1 abc
    = u (?:a|ab)(?:c|bcd)(?:d*)
    0-4 abcd
    = u a*
    0-0
    0-3 aaa
    0-0 baa
    = u a*?
    0-0 aaa
    = u a+?b
    0-4 aaab
    = u a??b
    0-2 ab
    0-1 b
    = u a{2}
    none a
    0-2 aa
    0-2 aaa
    = u a{2,}
    none a
    0-4 aaaa
    = u a{2,3}
    0-3 aaaa
    = u a{2,3}?
    0-2 aaaa
    = u a{0}b
    1-2 ab
    = u (a{2}){2}
    none aaa
    0-4 aaaa
    = u x{0,0}
    0-0 x
    = u ^a
    0-1 a
    none ba
    = u a$
    0-1 a
    none ab
    none a\u{a}
    = u ^$
    0-0
    none x
    = u ^a|b$
    0-1 ax
    1-2 xb
    none xax
    = u $^
    0-0
    none a
    = u (?:^a|b)c
    0-2 ac
    none xac
    1-3 xbc
    = u \u{5c}bfoo\u{5c}b
    0-3 foo
    2-5 a\u{20}foo.
    none food
    2-5 \u{e9}foo
    0-3 foo\u{20}\u{e9}
    = u \u{5c}Boo
    1-3 foo
    none oo
    = u \u{5c}b
    none
    0-0 a
    none \u{20}
    = u \u{5c}B
    0-0
    0-0 \u{e9}
    1-1 ab
    none a
    = u a\u{5c}b
    0-1 a
    0-1 a\u{e9}
    none ab
    = u .
    none \u{a}
    none \u{d}
    none \u{2028}
    none \u{2029}
    0-2 \u{85}
    0-4 \u{1f600}
    = u ^.$
    0-4 \u{1f600}
    0-2 \u{e9}
    none ab
    = u [^]
    0-1 \u{a}
    none
    = u []
    none a
    none
    = u [^a]
    none a
    0-2 \u{e9}
    = u [a-c]+
    1-4 xabcd
    = u [a-]
    0-1 -
    = u [-a]
    0-1 -
    = u [\u{5c}-a]
    0-1 -
    = u [\u{5c}w-]
    0-1 -
    none \u{e9}
    = u [\u{5c}]]
    0-1 ]
    = u [\u{5c}b]
    0-1 \u{8}
    = u [\u{5c}d\u{5c}s]+
    0-3 1\u{20}2x
    = u [^\u{5c}d]
    none 1
    0-1 a
    = u [\u{5c}u{1F432}-\u{5c}u{1F440}]
    0-4 \u{1f432}
    none \u{1f409}
    = u [\u{1f409}\u{1f432}]
    0-4 \u{1f432}
    = u [\u{5c}0-\u{5c}x1f]
    0-1 \u{0}
    0-1 \u{9}
    none \u{20}
    = u \u{5c}d
    0-1 5
    none \u{7c0}
    = u \u{5c}D
    none 5
    0-2 \u{7c0}
    = u \u{5c}w+
    0-5 aZ_09\u{e9}
    = u \u{5c}W
    0-2 \u{e9}
    none a
    = u \u{5c}s
    0-2 \u{a0}
    0-3 \u{feff}
    none \u{180e}
    none \u{200b}
    0-3 \u{2003}
    none \u{85}
    = u \u{5c}S
    none \u{3000}
    0-1 x
    = u \u{5c}t\u{5c}n\u{5c}v\u{5c}f\u{5c}r
    0-5 \u{9}\u{a}\u{b}\u{c}\u{d}
    = u \u{5c}0
    0-1 \u{0}
    = u \u{5c}cA\u{5c}cz
    0-2 \u{1}\u{1a}
    = u \u{5c}x41\u{5c}u0042\u{5c}u{43}
    0-3 ABC
    = u \u{5c}uD83D\u{5c}uDC32
    0-4 \u{1f432}
    none \u{1f409}
    = u \u{5c}uD83D
    none \u{1f432}
    none a
    = u \u{5c}u{D83D}\u{5c}u{DC32}
    none \u{1f432}
    = u \u{5c}^\u{5c}$\u{5c}\u{5c}\u{5c}.\u{5c}*\u{5c}+\u{5c}?\u{5c}(\u{5c})\u{5c}[\u{5c}]\u{5c}{\u{5c}}\u{5c}|\u{5c}/
    0-15 ^$\u{5c}.*+?()[]{}|/
    = u /
    1-2 a/b
    = u (a)(b)\u{5c}2\u{5c}1
    0-4 abba
    none abab
    = u (?<q>['"]).*?\u{5c}k<q>
    2-7 x\u{20}"a'b"\u{20}y
    none 'a
    = u \u{5c}k<n>(?<n>a)
    0-1 a
    0-1 aa
    = u (?:(a)|b)*\u{5c}1
    0-2 ab
    0-2 aba
    0-4 abaa
    = u (a*)*\u{5c}1
    0-2 aa
    = u (\u{5c}1a)
    0-1 a
    0-1 aa
    = u (a)|\u{5c}1b
    0-1 b
    0-1 a
    = u (z)((a+)?(b+)?(c))*
    0-10 zaacbbbcac
    = u (?=(a+))a*b\u{5c}1
    3-6 baaabac
    = u (?=a)b|a
    0-1 a
    = u a(?!b)
    none ab
    0-1 ac
    0-1 a
    = u (?<=a)b
    1-2 ab
    none cb
    = u (?<!a)b
    none ab
    1-2 cb
    0-1 b
    = u (?<=a+)b
    2-3 aab
    = u (?<=^|,)x
    0-1 x
    2-3 a,x
    none ax
    = u (?<=(\u{5c}d+)(\u{5c}d+))$
    4-4 1053
    = u (?<=\u{5c}1(a))b
    2-3 aab
    none ab
    = u (?<=([abc]+)).\u{5c}1
    none abcdbc
    = u (?<=a(?=b))b
    1-2 ab
    = u (?<![a-z])\u{5c}d
    none a1
    0-1 1
    = u (?!)
    none
    none a
    = u (?=)
    0-0
    = u (?<=\u{e9})x
    2-3 \u{e9}x
    none ex
    = u (?<=\u{1f432}.)x
    6-7 \u{1f432}\u{e9}x
    none \u{e9}x
    = u ^(?=.*[A-Z])(?=.*\u{5c}d)[A-Za-z\u{5c}d]{6,}$
    0-7 abc1Def
    none abcdef
    = u (?:(?=(a))\u{5c}1b)+
    0-4 abab
    = u (?!(a))\u{5c}1b
    0-1 b
    1-2 ab
    = u (.*?)a(?!(a+)b\u{5c}2c)\u{5c}2(.*)
    0-8 baaabaac
    = u (|a)*
    0-1 a
    = u (|a)+
    0-1 a
    = u (|a)?
    0-1 a
    = u (a|)?b
    0-2 ab
    = u (a??)*b
    0-3 aab
    = u (|a){2,3}
    0-1 aa
    0-1 a
    = u (?:a?)*?$
    0-2 aa
    = u (a*){2,3}
    0-3 aaa
    = u (?:|b)+?c
    0-3 bbc
    = u (a?)*?b
    0-3 aab
    = u (?:a|\u{5c}b)+
    0-2 aa\u{20}b
    = u (?:$|a)*
    0-3 aaa
    = u (?:a*?){1,2}b
    0-3 aab
    = u (a+)+$
    none aaaaaaaab
    = u (a*)*b
    0-4 aaab
    none aaa
    = u (x+x+)+y
    0-5 xxxxy
    none xxxxx
    = u (?:a|a)*b
    0-4 aaab
    = u f.*o
    0-3 foo
    none f\u{a}o
    = u \u{5c}p{L}+
    1-9 1\u{e9}\u{df}\u{4e2d}x!
    = u \u{5c}P{L}
    none a
    0-1 1
    = u \u{5c}p{Lu}
    0-2 \u{c9}
    none \u{e9}
    = u [\u{5c}p{L}\u{5c}p{N}]+
    0-3 \u{e9}1-
    = u [^\u{5c}p{L}]
    none \u{e9}
    0-1 -
    = u \u{5c}p{gc=Nd}
    0-2 \u{663}
    none x
    = u \u{5c}p{General_Category=Decimal_Number}
    0-2 \u{663}
    = u \u{5c}p{digit}
    0-3 \u{9ea}
    = u \u{5c}p{punct}
    0-1 !
    none +
    = u \u{5c}p{Script=Greek}
    0-2 \u{3b1}
    none a
    = u \u{5c}p{sc=Grek}+
    0-6 \u{3b1}\u{3b2}\u{3b3}
    = u \u{5c}p{scx=Deva}
    0-3 \u{965}
    = u \u{5c}p{sc=Deva}
    none \u{965}
    = u \u{5c}p{Script_Extensions=Hira}
    0-3 \u{30fc}
    0-3 \u{3042}
    = u \u{5c}p{Emoji}
    0-4 \u{1f600}
    0-1 1
    none a
    = u \u{5c}p{Emoji_Presentation}
    0-4 \u{1f600}
    none 1
    = u \u{5c}p{Extended_Pictographic}
    0-3 \u{2764}
    none a
    = u \u{5c}p{ASCII}
    0-1 a
    none \u{e9}
    = u \u{5c}p{Any}
    0-4 \u{10348}
    = u \u{5c}p{Assigned}
    0-1 a
    none \u{378}
    = u \u{5c}p{White_Space}
    0-2 \u{85}
    none \u{feff}
    = u \u{5c}p{Alphabetic}
    0-3 \u{24b6}
    none 1
    = u \u{5c}p{ID_Start}
    0-1 a
    none 1
    = u \u{5c}p{RI}{2}
    0-8 \u{1f1e9}\u{1f1ea}
    none \u{1f1e9}
    = u \u{5c}p{Han}
    error
    = u \u{5c}p{IsGreek}
    error
    = u \u{5c}p{letter}
    error
    = u \u{5c}p{RGI_Emoji}
    error
    = u \u{5c}p{L
    error
    = u \u{5c}pL
    error
    = u \u{5c}p{}
    error
    = u \u{5c}p{gc=}
    error
    = u \u{5c}p{Lu=Lu}
    error
    = u a{
    error
    = u a{1
    error
    = u a{1,
    error
    = u {
    error
    = u }
    error
    = u ]
    error
    = u a{2,1}
    error
    = u *a
    error
    = u a**
    error
    = u a+*
    error
    = u ^*
    error
    = u \u{5c}b+
    error
    = u (?=a)*
    error
    = u (?<=a)+
    error
    = u (
    error
    = u )
    error
    = u (a
    error
    = u a)
    error
    = u [
    error
    = u [a
    error
    = u [z-a]
    error
    = u [\u{5c}w-a]
    error
    = u [a-\u{5c}d]
    error
    = u [\u{5c}w-.]
    error
    = u \u{5c}
    error
    = u \u{5c}a
    error
    = u \u{5c}-
    error
    = u \u{5c}\u{20}
    error
    = u \u{5c}_
    error
    = u \u{5c}1
    error
    = u \u{5c}8
    error
    = u (a)\u{5c}2
    error
    = u \u{5c}00
    error
    = u \u{5c}01
    error
    = u [\u{5c}1]
    error
    = u [\u{5c}B]
    error
    = u [\u{5c}c]
    error
    = u \u{5c}c1
    error
    = u \u{5c}c
    error
    = u \u{5c}x4
    error
    = u \u{5c}u12
    error
    = u \u{5c}u{}
    error
    = u \u{5c}u{110000}
    error
    = u \u{5c}u{0000041}
    0-1 A
    = u \u{5c}k<a>
    error
    = u \u{5c}k
    error
    = u (?<a>x)\u{5c}k<b>
    error
    = u (?<a>x)(?<a>y)
    error
    = u (?<1a>x)
    error
    = u (?<>x)
    error
    = u (?<a
    error
    = u (?<$\u{e9}_1>x)
    0-1 x
    = u (?<\u{5c}u0061b>x)\u{5c}k<ab>
    0-2 xx
    = u (?P<n>x)
    error
    = u (?#c)a
    error
    = u (?i)a
    error
    = u (?>a)
    error
    = u a++
    error
    = u ^\u{5c}S(|(.|\u{5c}n)*\u{5c}S)\u{5c}Z
    error
    = u \u{5c}z
    error
    = u \u{5c}A
    error
    = u \u{5c}h
    error
    = u \u{5c}Q
    error
    = u a{,5}
    error
    = u x{1}{2}
    error
    = u (?
    error
    = u (?:
    error
    = u (?!
    error
    = u (?<
    error
    = u (?<=
    error
    = u a|*
    error
    = u ||
    0-0
    = u ()
    0-0
    = u [[]
    0-1 [
    = u [&&]
    0-1 &
    = u (?<\u{1d49c}>.)
    0-1 x
    = u ^\u{5c}d{4}-\u{5c}d{2}-\u{5c}d{2}$
    0-10 2024-01-31
    none 2024-1-31
    none x2024-01-31
    = u ^[^@\u{5c}s]+@[^@\u{5c}s]+\u{5c}.[^@\u{5c}s]+$
    0-6 a@b.co
    none a@b
    none a\u{20}b@c.d
    = u ^(?:red|green|blue)$
    0-3 red
    none blues
    = u ^[a-z]{2,4}$
    none a
    0-4 abcd
    none abcde
    = u ^(?:[A-F0-9]{2}:){5}[A-F0-9]{2}$
    0-17 00:1A:2B:3C:4D:5E
    none 00:1A
    = u ^\u{5c}p{L}[\u{5c}p{L}\u{5c}p{M}'\u{5c}-\u{20}]{0,49}$
    0-11 Zo\u{eb}\u{20}O'Neil
    none 9
    = u (?:[0-9]{1,3}\u{5c}.){3}[0-9]{1,3}
    3-13 ip\u{20}10.0.0.255\u{20}ok
    = iu stra\u{df}e
    none STRASSE
    0-8 STRA\u{1e9e}E
    = iu [a-z]+
    0-6 XYZ\u{17f}K1
    = iu k
    0-3 \u{212a}
    0-1 K
    = iu \u{5c}w+
    0-6 a\u{17f}\u{212a}\u{e9}
    = iu \u{5c}W
    none \u{17f}
    none S
    0-2 \u{e9}
    = iu [^k]
    none K
    none \u{212a}
    0-1 x
    = iu [^\u{5c}W]
    0-2 \u{17f}
    = iu \u{5c}bs
    none as
    0-2 \u{17f}s
    1-2 -S
    = iu \u{17f}\u{5c}B
    0-1 sK
    none s-
    = iu \u{3c3}
    0-2 \u{3c2}
    0-2 \u{3a3}
    = iu (\u{3c3})\u{5c}1
    0-4 \u{3c2}\u{3a3}
    none \u{3c3}a
    = iu \u{131}
    none i
    none I
    0-2 \u{131}
    = iu i
    none \u{130}
    none \u{131}
    0-1 I
    = iu \u{5c}u0390
    0-3 \u{1fd3}
    = iu \u{fb05}
    0-3 \u{fb06}
    = iu \u{1fb3}
    0-3 \u{1fbc}
    = iu \u{5c}u{10400}
    0-4 \u{10428}
    = iu \u{5c}p{Lu}
    0-1 a
    none 1
    = iu \u{5c}P{Lu}
    0-1 A
    0-1 1
    = iu [\u{5c}p{Ll}]
    0-1 A
    = iu \u{1c6}
    0-2 \u{1c5}
    0-2 \u{1c4}
    = iu \u{b5}
    0-2 \u{3bc}
    0-2 \u{39c}
    = iu \u{e5}
    0-3 \u{212b}
    = iu \u{3c9}
    0-3 \u{2126}
    = iu \u{ab70}
    0-3 \u{13a0}
    = iu [^a-z]
    none \u{17f}
    0-1 1
    = iu \u{df}
    0-3 \u{1e9e}
    = iu a
    1-2 \u{20}a\u{e9}aa
    0-1 A\u{c9}B
    0-1 A\u{20}\u{20}ABB
    1-2 \u{20}A
    = u [ab]ab(a)(?:(?:^){2}a|\u{5c}w)
    none b\u{20}
    none aab
    none ab
    none \u{20}\u{20}
    = u (?:(?![a\u{e9}]\u{5c}bb)){2}
    0-0 \u{20}ab
    0-0 aabb
    0-0 a
    0-0 bbb\u{20}
    = u (?:((?:a|))\u{e9}|((?:b\u{5c}b)+?))
    0-3 a\u{e9}aaba
    1-2 ab
    4-5 abbab
    0-1 b\u{e9}a\u{e9}\u{20}a
    = u (\u{5c}w\u{e9}(?:a|[^a])b)
    none \u{e9}ba
    1-6 bb\u{e9}ab
    none \u{20}\u{20}\u{20}baa
    none aa
    = iu a([a\u{e9}])(?:(\u{5c}B)){2}
    none
    none
    none b
    none A\u{20}\u{20}\u{c9}
    = u \u{5c}B([^a])b
    none b\u{e9}\u{20}
    4-7 \u{e9}\u{e9}\u{e9}bb\u{20}
    none a\u{e9}bba\u{20}
    none
    = u \u{e9}b(?:(?:a)??){1,2}
    none ba\u{e9}ab
    none
    none a\u{20}abbb
    none b\u{20}\u{20}
    = u \u{e9}
    none a
    none
    none \u{20}
    none \u{20}
    = u (?:b)*?
    0-0 abba
    0-0 \u{20}\u{e9}aaba
    0-0 aabbaa
    0-0 abbaaa
    = iu b
    none a
    0-1 BBBBA
    none
    0-1 BB\u{c9}A
    = u (?:(?:[^a]$|((^)))){2,}
    0-0 abb\u{e9}b
    0-0 a\u{20}\u{20}
    0-0
    0-0 a\u{20}
    = u (?:(?:(?:(?:b|b)|\u{e9})|(([^a]))\u{5c}1))*?
    0-0 b\u{e9}aba\u{20}
    0-0 \u{e9}\u{20}
    0-0 \u{20}ba\u{20}\u{20}b
    0-0 \u{20}
    = u (?:(?:a){0,2}?|(?:a){2})b
    none
    0-1 b
    none a\u{e9}a\u{e9}
    1-2 \u{20}b
    = u b
    none \u{e9}\u{e9}\u{20}a
    none \u{e9}
    2-3 a\u{20}b
    none a\u{e9}\u{e9}aa\u{20}
    = iu (?:a)+
    2-3 \u{e9}a\u{e9}a
    0-1 ABABA
    none \u{c9}\u{20}\u{c9}\u{20}\u{c9}
    1-3 \u{20}aab
    = u (a)
    4-5 \u{e9}b\u{20}aab
    none \u{20}\u{e9}
    none
    none b\u{20}\u{e9}
    = u a
    none
    none b
    0-1 a
    0-1 aaaa\u{20}b
    = u (?=(?:ba){2})(?:\u{e9})?
    none \u{20}b\u{e9}b\u{e9}\u{e9}
    none aaaaaa
    none ba
    none \u{e9}\u{e9}aa
    = u b
    3-4 \u{e9}\u{20}b\u{e9}
    1-2 \u{20}babb
    1-2 aba
    none
    = iu $aa\u{e9}a(?:b)?(a)
    none B
    none A\u{c9}
    none \u{c9}BB
    none B\u{20}B\u{20}BB
    = u ((?:(\u{e9})(?:\u{5c}w){2})*)
    0-0 \u{20}\u{20}ab
    0-0 b
    0-0 \u{20}abb\u{e9}
    0-0 ba\u{20}
    = u (?!(?:$|\u{e9}))(ab^)
    none \u{e9}
    none \u{20}\u{e9}ab
    none ab
    none baa\u{e9}ba
    = u a
    0-1 a\u{e9}bb
    none
    0-1 aaa\u{20}a
    5-6 bb\u{e9}\u{20}a
    = u (?:a|\u{5c}B)(?:b)?(\u{e9})(b)b((\u{e9}))\u{5c}1
    none
    none \u{20}\u{e9}b\u{e9}
    none aba
    none \u{20}\u{e9}\u{20}
    = iu (?:b)*
    0-1 b
    0-0 \u{20}
    0-0 \u{20}
    0-0 \u{20}a
    = u (?:(?:(?!a\u{5c}B))?){2,}
    0-0 b\u{20}aab
    0-0 b\u{e9}b
    0-0 bb
    0-0 baaa
    = u b
    3-4 a\u{20}abbb
    0-1 b\u{20}
    0-1 bbaa
    none
    = u (?:a){1,2}
    none
    0-1 abb
    none \u{e9}\u{20}b\u{e9}\u{e9}\u{20}
    0-2 aababa
    = u (?:\u{5c}b|a)(?:b){2}(?:(\u{e9}))+?^
    none b
    none \u{e9}\u{20}a
    none
    none b
    = iu (?<=\u{e9}(?:\u{5c}b)+?(?:(?:\u{5c}b|[ab]))??)
    none A
    none A
    none \u{c9}\u{20}BAAA
    none a
    = u b
    3-4 a\u{e9}bbab
    0-1 ba\u{e9}\u{20}\u{20}b
    2-3 \u{e9}bab
    1-2 ab\u{20}bba
    = u (?:(?:\u{e9}|a)){1,2}(?:b|(?<!a))(?=(?:(?:\u{5c}w){2}|[^a]))
    none b
    1-3 babaa
    none \u{20}ab
    0-3 aabba\u{e9}
    = u a\u{5c}B
    none bbb\u{e9}a
    none
    none
    none a\u{20}
    = u (?:((?:a)*a)|(?:\u{e9}){2})
    2-3 \u{e9}a
    0-1 a\u{20}b\u{e9}bb
    2-3 b\u{20}a\u{e9}
    none
    = iu [ab]
    2-3 \u{c9}BB
    0-1 a
    1-2 \u{20}b
    1-2 \u{20}aa\u{e9}
    = u (?:(?:(?:a){0,2}?){0,2}?(?:b|[ab])(?=^)){1,2}
    none b\u{e9}a
    none a\u{e9}\u{e9}
    none a\u{e9}b
    none \u{e9}\u{20}aa
    = u ((?:b)?)
    0-1 baab
    0-0 a\u{20}\u{20}b\u{e9}b
    0-1 b
    0-0 a
    = u [a\u{e9}]
    2-3 bbaa\u{20}
    2-3 bba
    3-5 bbb\u{e9}aa
    1-2 \u{20}a\u{20}ba\u{e9}
    = u (?:(?:[ab]|^)ab)+
    none \u{20}aa\u{e9}\u{20}a
    none ba
    1-4 baab\u{20}b
    none
    = iu (?<!((?<=(a))))
    0-0 \u{20}a\u{20}\u{e9}b\u{20}
    0-0 ab\u{20}ab\u{e9}
    0-0 \u{e9}aa
    0-0
    = u $
    0-0
    0-0
    5-5 b\u{20}\u{e9}\u{20}
    2-2 ba
    = u 
    0-0 a
    0-0 \u{20}
    0-0 a\u{e9}\u{20}
    0-0 bb\u{e9}a\u{e9}
    = u b
    0-1 bb\u{e9}\u{20}\u{e9}
    none
    0-1 ba\u{e9}
    1-2 \u{20}b
    = u ((?:(?:b|b)(?:\u{5c}w)*?){2,})
    none \u{20}ab\u{e9}b
    none
    none ba
    none a\u{20}\u{e9}\u{20}
    = iu (?:(a\u{5c}b)|(.))
    0-1 BA\u{20}AB
    0-2 \u{c9}A\u{20}B\u{20}
    0-2 \u{c9}BBAB
    0-1 b\u{e9}
    = u a
    0-1 a\u{20}
    none b
    0-1 a
    4-5 \u{e9}\u{e9}abaa
    = u [a\u{e9}]
    none b\u{20}\u{20}b
    4-5 bb\u{20}\u{20}a\u{e9}
    0-1 a\u{20}b\u{20}b
    0-2 \u{e9}\u{20}b\u{e9}
    = u (?:b)+?([a\u{e9}])\u{e9}
    none \u{e9}aaa\u{20}a
    none aa
    none
    none bb
    = u (?:\u{e9}|((?:b)+.))
    0-2 \u{e9}
    1-3 a\u{e9}a
    0-2 \u{e9}a
    1-3 \u{20}ba
    = iu ((?:b)+)(?:([a\u{e9}])){2}(?:(?:.){2,})+?
    none \u{20}b
    none AB\u{c9}A
    none \u{20}a\u{e9}\u{20}
    none
    = u ((ba))
    1-3 bba
    0-2 baa
    none \u{20}b\u{20}\u{e9}
    none \u{e9}\u{e9}
    = u (?<!(b)b\u{5c}B.b)
    0-0 aaab
    0-0 \u{e9}\u{e9}a\u{e9}\u{e9}\u{e9}
    0-0 \u{20}bbb
    0-0 aaaa
    = u (?:b){2,}
    none ba\u{20}
    none \u{e9}ba\u{20}
    none \u{20}a\u{20}\u{e9}\u{e9}
    none a\u{20}b\u{e9}\u{20}\u{20}
    = u (?:((a))\u{5c}1)+?[ab]
    none ba\u{e9}\u{e9}a
    none b
    none a
    none aa\u{e9}ab
    = iu (b)
    none A\u{c9}\u{c9}\u{20}\u{c9}
    none
    0-1 B
    none a\u{20}a
    = u (?:[^a]|(?:b)+?)
    0-1 baba
    none
    none
    1-2 a\u{20}a
    = u a
    none
    0-1 ab
    none
    3-4 b\u{20}baba
    = u ((?:a|(?<!.)[a\u{e9}]a))
    3-4 b\u{20}ba
    0-3 \u{e9}a\u{20}
    2-3 b\u{20}aaa
    1-2 ba\u{20}b
    = u (aa)
    none a
    none b
    none \u{20}b\u{e9}
    none b\u{20}b\u{e9}\u{20}\u{20}
    = iu aa($)aa
    none abb\u{e9}b
    none
    none AAA
    none
    = u (?:(?:^|(?:a)??)(?:(b)){1,2}|a[^a])
    0-2 bbbba
    0-2 ab\u{e9}
    none
    0-1 b
    = u ((?:(b))+?)
    0-1 bbbbb
    none
    3-4 aaabb\u{20}
    4-5 \u{20}\u{20}\u{e9}bab
    = u (?:\u{5c}B|(?:(\u{5c}B)|a))
    none b
    0-1 a
    0-0 \u{e9}ab
    0-0 \u{e9}\u{20}a\u{e9}
    = u (?<!(\u{5c}B))
    0-0 a\u{e9}abb
    none
    0-0 a
    0-0 b\u{20}\u{e9}b\u{20}
    = iu (?:((?:[a\u{e9}])*))*?
    0-0 \u{20}
    0-0 b
    0-0 abaaab
    0-0 BB\u{20}
    = u (?<!(?:[a\u{e9}]|\u{5c}B)aa)(?:([ab]))+
    none
    0-2 ba
    3-5 \u{e9}\u{20}ab
    0-2 ab\u{20}\u{e9}
    = u $(?:(?:\u{e9}|a))*(?:aa|ab)
    none b
    none aab\u{e9}aa
    none aa
    none aaaa
    = u (?!\u{e9})(?:\u{e9}\u{e9}){0,2}?(?:(?:\u{e9})*|\u{e9})
    0-0
    2-2 \u{e9}a
    0-0 \u{20}a\u{20}aba
    0-0
    = u b
    none a\u{e9}
    none \u{e9}\u{20}
    none
    none
    = iu (?!ab)
    0-0
    0-0 BAA
    0-0 \u{c9}A
    0-0
    = u (?:((?:\u{e9}[^a]){0,2}?))?
    0-0 bb\u{e9}b\u{e9}
    0-0 abab
    0-0 aab
    0-0
    = u (?:(?:a^(\u{5c}B)){0,2}?|(?:(?:(\u{5c}b)|(?<=b)))??)
    0-0 \u{20}a
    0-0 ba\u{20}\u{e9}
    0-0 \u{e9}\u{20}aa
    0-0 ab\u{20}\u{e9}\u{20}b
    = u [a\u{e9}]
    0-2 \u{e9}ab\u{e9}b\u{e9}
    3-5 bb\u{20}\u{e9}\u{e9}a
    none b
    0-2 \u{e9}\u{e9}
    = u ((ab))(?:a|(?:\u{5c}b)*?)((^))
    none ab\u{e9}a
    none a
    none \u{e9}
    none a
    = iu (((?:(a)){2})\u{5c}1)\u{5c}1
    none abb
    none \u{20}babb\u{20}
    none abba
    none B\u{20}BAA
    = u (?<!(?:(b)|b).b\u{e9})
    0-0 abba
    0-0
    0-0 b\u{20}bbb
    0-0 bb\u{20}\u{e9}a
    = u (.)
    0-2 \u{e9}bba
    none
    none
    0-1 b\u{e9}b\u{20}b
    = u (?<![ab])
    0-0
    0-0 a\u{20}\u{e9}b
    0-0
    0-0 \u{20}a\u{e9}
    = u \u{5c}w
    0-1 a
    none
    0-1 abaaaa
    0-1 aaa\u{20}aa
    = iu (?:\u{5c}w(\u{e9})(?:a){1,2})*?
    0-0 AA
    0-0
    0-0 AA\u{c9}B\u{c9}B
    0-0 AB\u{c9}
    = u b
    3-4 \u{e9}\u{20}bb\u{20}
    0-1 ba
    3-4 aaab
    none
    = u (?<!(?:b|b))(?:b[a\u{e9}]){2}(?<=(\u{e9}a))
    none b\u{e9}a
    none aa
    none b
    none bab
    = u (b)
    none
    0-1 bb\u{e9}\u{e9}b
    1-2 abbb\u{20}
    1-2 ababab
    = u (((?:.){1,2}))\u{5c}1((?:b|b)(\u{5c}w))
    none \u{20}a
    2-6 babbbb
    none a\u{20}b\u{e9}\u{e9}b
    none a\u{e9}ba\u{e9}a
    = iu (?:(?:\u{5c}B\u{e9})*)+?
    0-0 bba\u{e9}
    0-0 B\u{c9}\u{c9}\u{c9}AB
    0-0 b
    0-0
    = u ((((?:b){0,2}?)))
    0-0
    0-0 \u{e9}a\u{e9}
    0-0 \u{e9}a
    0-0 bbabb
    = u a
    none \u{e9}b
    none
    0-1 aab\u{e9}\u{e9}
    0-1 aabaab
    = u b
    5-6 a\u{20}\u{e9}abb
    3-4 \u{e9}aba
    0-1 babbbb
    0-1 bb\u{20}a\u{20}\u{20}
    = u (b)
    1-2 ab\u{20}\u{20}
    0-1 baab\u{20}\u{20}
    4-5 a\u{e9}abb
    2-3 \u{e9}b\u{e9}\u{e9}\u{e9}b
    = iu (?:\u{e9}(?:(?<!\u{5c}b)|(?:b)*)|(?!(?:\u{e9})?))
    1-3 A\u{c9}\u{c9}A
    none BA
    1-3 b\u{e9}a\u{20}ab
    0-2 \u{c9}\u{20}\u{c9}ABA
    = u (?:\u{e9}){2,}
    none \u{20}
    0-4 \u{e9}\u{e9}
    none a\u{20}a
    none b
    = u ((?:.a){2})
    none \u{20}
    none
    none \u{e9}a\u{20}\u{20}
    none
    = u ((?:(?:\u{5c}b){2,}aa){1,2})
    none
    none a
    0-2 aaa\u{e9}
    none a
    = u [a\u{e9}](?:\u{e9}){0,2}?(?:$|a)($\u{e9})
    none bb\u{20}ab
    none bb
    none a\u{20}\u{20}
    none ba
    = iu [a\u{e9}]
    2-3 BBAB
    1-3 b\u{e9}a\u{e9}ab
    1-2 baa
    1-3 B\u{c9}\u{20}\u{20}
    = u \u{e9}
    none bbbbb
    3-5 aab\u{e9}a\u{20}
    none bba
    none
    = u ((?:b)*?(?:\u{5c}B)*?)a\u{e9}b(?:\u{e9}|a)
    none a\u{e9}\u{20}aa\u{e9}
    none b\u{e9}aab
    none abb
    none \u{20}
    = u bba\u{5c}b(b)
    none \u{e9}aa
    none \u{e9}b
    none baba\u{20}\u{20}
    none a\u{e9}bb\u{20}
    = u b
    none a\u{e9}
    none a\u{e9}
    0-1 bbb\u{20}b
    0-1 ba\u{20}
    = iu (?:(?<=(b)\u{5c}w)){2}
    4-4 \u{e9}bb
    none \u{e9}\u{e9}b\u{e9}\u{e9}b
    none \u{20}B\u{c9}\u{20}A
    none
    = u (?:(?:([ab])(\u{e9}))??){2}
    0-0 \u{20}bba
    0-0 ba
    0-0 a\u{20}
    0-0
    = u (?:(?<=(?=aa)))*
    0-0 a\u{20}b\u{20}bb
    0-0 b\u{20}\u{20}
    0-0 a
    0-0 a\u{20}b\u{20}b
    = u (?:(?:bb)?)+?
    0-0 aa
    0-0 ba\u{20}\u{e9}
    0-2 bb
    0-0
    = u a
    4-5 bb\u{e9}aa
    1-2 ba
    0-1 a
    4-5 b\u{20}bba\u{20}
    = iu .
    0-1 \u{20}baaba
    0-1 aa
    0-1 aa
    none
    = u (?!((?<=ba)))
    0-0 a
    0-0 \u{20}aa\u{e9}aa
    0-0 \u{e9}a
    0-0 bab
    = u \u{5c}w
    3-4 \u{e9}\u{20}bb\u{e9}
    0-1 babbab
    none
    none
    = u (?:b|^a)$(^)[a\u{e9}]\u{e9}
    none \u{20}\u{20}a
    none aabbb
    none \u{20}a\u{e9}\u{e9}
    none \u{e9}\u{20}aa
    = u (?:b|a)[ab](ab)\u{e9}([ab])
    none b\u{e9}\u{e9}b\u{e9}\u{20}
    none \u{20}
    none
    none a
    = iu ((?:a)*)
    0-0
    0-0 bba\u{e9}\u{20}
    0-2 AAB
    0-2 aa
    = u (?:a(?:|a)|(?:\u{5c}w)+?(?:a){2})
    none
    none
    2-3 b\u{20}ab
    1-2 \u{20}abaa
    = u b
    5-6 aaa\u{e9}b\u{20}
    0-1 b
    none \u{e9}a
    none a
    = u (?:a)*?
    0-0 \u{e9}ab
    0-0 abb\u{20}a
    0-0 \u{e9}b\u{20}aab
    0-0 b
    = u (?:\u{e9}){1,2}
    none b\u{20}a\u{20}b
    none \u{20}
    1-5 a\u{e9}\u{e9}b
    none b\u{20}
    = iu \u{5c}w(?:b|a)b
    none \u{20}
    none BA\u{c9}\u{c9}
    none ABA\u{20}
    none \u{e9}bb\u{20}
    = u (b\u{e9}^\u{5c}B)
    none bb
    none
    none a\u{20}
    none \u{e9}b
    = u [^a]
    none
    0-2 \u{e9}\u{e9}\u{e9}
    none a
    1-2 ab\u{e9}a
    = u (?:((?<!)(?:\u{e9})??))??
    0-0
    0-0 \u{e9}\u{20}bb
    0-0 aa
    0-0
    = u a(a)[^a]bb\u{e9}(?:(?:^)+)+
    none bbab\u{e9}
    none a
    none a\u{20}\u{20}\u{e9}\u{20}
    none bab
    = iu (?:(\u{e9})\u{5c}1[ab]ba)?
    0-0 A
    0-0 \u{c9}\u{c9}A\u{20}\u{20}B
    0-0 AB\u{20}AB
    0-0 \u{20}AABA
    = u [a\u{e9}]
    none
    1-2 baba
    0-2 \u{e9}b\u{e9}
    0-1 ab\u{e9}\u{20}bb
    = u ((?:a)+?(b))((?:b){2,}.)
    none
    none
    none a
    none a
    = u \u{e9}
    none abaa\u{20}
    none aa
    none ab
    none aa
    = u \u{5c}b
    2-2 \u{e9}aaabb
    0-0 b\u{e9}ba\u{e9}
    0-0 b\u{20}\u{e9}ab
    0-0 a
    = iu (?:(a.)|b)((?:a)*(?:b){2})
    none aba
    none
    none \u{20}a
    none \u{20}AB\u{c9}
    = u b
    0-1 bbaab
    none
    none \u{20}
    0-1 bb\u{20}\u{20}a
    = u b(\u{e9})(?:b){0,2}?
    none \u{20}bab
    3-6 abbb\u{e9}
    none a
    none bb
    = u (((?:a)?))
    0-0
    0-0 \u{e9}ab\u{20}\u{e9}
    0-1 a\u{e9}aab\u{20}
    0-0 bba\u{e9}
    = u (?:(?:(?:){2,}|(?:\u{e9})+)){2}(^b)$
    none
    none bbabba
    none \u{20}a\u{e9}
    none \u{e9}
    = iu (?=(?:a)+)
    0-0 aaabb
    1-1 BA\u{c9}\u{c9}AB
    1-1 \u{20}ab
    none
    = u (\u{e9})
    none \u{20}
    none b
    none baba
    0-2 \u{e9}aaa
    = u (\u{5c}w)
    0-1 aba
    0-1 aa
    none \u{20}
    0-1 ab\u{20}\u{e9}a
    = u (?:(a)\u{5c}w\u{e9}){2,}
    none \u{e9}bbb\u{20}a
    none bb\u{20}b\u{e9}b
    none \u{20}b
    none a\u{e9}
    = u (?:(ab))??(\u{e9}abb)
    none \u{e9}ba
    none b\u{e9}b\u{20}a\u{e9}
    none bba
    none b
    = iu a((?:[a\u{e9}]a)?)
    none b\u{e9}
    none b\u{20}
    none \u{e9}
    2-3 \u{e9}a
    = u (?:(b))??
    0-0 a\u{20}bab\u{20}
    0-0 aaa
    0-0 a
    0-0 b\u{e9}a
    = u (?:($)){0,2}?
    0-0
    0-0 \u{20}bb
    0-0 \u{20}a\u{20}
    0-0 ba
    = u (?:([ab]b)bbb|b)
    2-3 \u{e9}ba
    none
    0-1 b\u{20}ab
    3-4 \u{20}\u{e9}b
    = u ((?:(?:(a)|b)){1,2})
    0-2 abba\u{20}
    2-4 \u{20}\u{20}aaa
    none
    0-2 bb\u{e9}ab
    = iu ((ab)(aa))
    none AAA
    none
    none \u{20}\u{c9}\u{20}\u{20}
    none
    = u ((?:a|\u{5c}w)bb)\u{5c}1((?:a)?)\u{5c}1
    none \u{e9}aa\u{20}ab
    none abb
    none aaa
    none \u{20}
    = u $
    5-5 aba\u{e9}
    1-1 a
    5-5 \u{20}\u{20}b\u{e9}
    6-6 \u{e9}ab\u{20}b
    = u (?:b(?:[^a]|\u{e9})(?:\u{5c}ba)??){0,2}?
    0-0 b\u{e9}baa
    0-0 b
    0-0 \u{e9}a
    0-0 a\u{e9}
    = u b(?=a\u{e9}(?<=^))
    none baaba
    none
    none \u{e9}b
    none
    = iu (?:(?:(?:b\u{5c}B){2,}){0,2}?)+?
    0-0 \u{c9}\u{c9}\u{c9}BB
    0-0 B\u{c9}ABB
    0-0 \u{c9}A\u{c9}B
    0-0 A
    = u (?:(?:(?=\u{5c}b)|(?:\u{5c}w|))(?:($)|\u{5c}w)|(\u{e9}(?:\u{5c}b)?))
    1-2 \u{20}a\u{20}ab\u{e9}
    0-0
    0-2 \u{e9}b\u{e9}bab
    1-1 \u{20}
    = u ([a\u{e9}](?:^|b))\u{5c}1
    none \u{e9}b\u{e9}\u{20}
    none a\u{20}bba
    none \u{e9}abba
    none b\u{e9}
    = u (?:((?:(?:b)+?)+)){2}
    none a\u{e9}
    none a
    0-2 bb\u{e9}\u{20}\u{20}b
    none \u{20}
    = u (?:.){0,2}?
    0-0 \u{e9}
    0-0 \u{e9}ab\u{20}\u{e9}b
    0-0 a\u{e9}a\u{e9}
    0-0 a\u{e9}\u{20}baa
    = iu (?!(?:\u{e9}\u{e9}a)?)
    none BB
    none a
    none bb\u{20}
    none b\u{20}b
    = u ((?:(?:[a\u{e9}]){0,2}?b){2,})
    none
    none b\u{20}
    0-2 bb
    0-3 bbb\u{20}
    = u (?:.)?
    0-1 aa
    0-1 a
    0-1 \u{20}aabb
    0-1 a\u{20}
    = u ((a[ab])\u{5c}1)
    none \u{e9}b
    none \u{e9}a\u{e9}b
    none
    3-5 b\u{e9}ab
    = u (?:a)?
    0-1 a\u{e9}\u{e9}\u{20}a
    0-0 bba
    0-0 b\u{20}
    0-0
    = iu (?:(?:(?:[ab]){1,2})*|(a\u{e9}))
    0-1 A
    0-0 \u{20}bbab
    0-1 B
    0-0
    = u (?:a)??
    0-0 \u{20}aaa
    0-0 \u{e9}
    0-0 b
    0-0 \u{20}\u{20}\u{20}ab
    = u \u{5c}B
    1-1 babbab
    3-3 b\u{e9}\u{20}
    0-0
    1-1 bab\u{e9}
    = u (?:((?:a)*?)a)??
    0-0
    0-0 \u{20}a\u{e9}ab
    0-0 \u{20}b\u{e9}abb
    0-0
    = u a
    2-3 \u{e9}a
    none \u{e9}
    0-1 abb\u{20}b
    none b
    = iu 
    0-0 ba\u{e9}ab
    0-0 \u{20}
    0-0 BB
    0-0 \u{20}AA\u{20}AB
    = u (b(?:(?:b|a))+?)
    none
    none aab
    none \u{20}\u{e9}a
    0-2 baa
    = u (((\u{5c}b)))
    2-2 \u{e9}aaa
    0-0 bbb
    0-0 b
    0-0 abb\u{20}
    = u b
    none aaaa\u{e9}a
    none \u{e9}\u{e9}a\u{e9}
    0-1 bba
    2-3 \u{20}aba
    = u (?:(?<=[ab]a)(?:(?:a){0,2}?|(?:b|a)))?
    0-0 a
    0-0 b
    0-0 \u{20}\u{e9}aba\u{20}
    0-0 \u{e9}\u{20}\u{20}b
    = iu abb
    none a
    none bb\u{20}a\u{20}a
    none \u{20}\u{20}\u{c9}\u{c9}\u{c9}\u{c9}
    none b
    = u ((?:aba){2,})
    none \u{e9}\u{e9}aaa
    none b\u{20}\u{20}
    none
    none aaa\u{e9}
    = u (?:((?:\u{e9}){1,2})(?:a|(a))|\u{e9})
    0-3 \u{e9}aba
    none bab
    none
    none \u{20}
    = u ((ab(?<=\u{e9}))\u{5c}1)
    none ba\u{e9}\u{20}a\u{e9}
    none \u{e9}\u{20}bab\u{e9}
    none \u{e9}a\u{e9}ab
    none bbbab
    = u (?:a)+?
    2-3 \u{e9}aaaa
    0-1 a
    1-2 \u{20}a\u{20}\u{e9}
    0-1 aa\u{e9}b\u{e9}
    = iu (?:(?<=(?:^)*)){2,}(?<![a\u{e9}])
    0-0 BBAABB
    0-0 a\u{e9}bb\u{20}b
    0-0 BB
    0-0 \u{c9}\u{c9}A
    = u b
    3-4 aaabb
    2-3 \u{20}\u{20}b\u{20}\u{20}
    0-1 b
    none
    = u (?:(?=(\u{e9}))a)??
    0-0
    0-0 ba\u{e9}
    0-0 \u{20}b\u{e9}bb
    0-0 b\u{20}abb
    = u b\u{e9}
    none
    none ba
    none a\u{20}b
    none ba\u{e9}baa
    = u $
    7-7 aa\u{e9}baa
    3-3 b\u{e9}
    2-2 b\u{20}
    6-6 aababb
    = iu (?:(?:[ab])??){1,2}
    0-1 a\u{e9}
    0-0
    0-1 BB\u{c9}
    0-0 \u{20}B
    = u (?:[ab]|(?!a))
    0-1 aaa
    0-0 \u{e9}b
    0-1 b\u{20}\u{20}b\u{e9}\u{20}
    0-1 ba
    = u (b)
    0-1 bab\u{e9}b\u{e9}
    none \u{20}a\u{20}aa\u{20}
    1-2 ab
    2-3 a\u{20}b\u{e9}
    = u ((?!(?:\u{5c}w|b)(?=a)))
    0-0
    0-0 b
    0-0
    2-2 baab
    = u (?:((?:\u{e9})*(a))|\u{e9}(\u{e9})(?:(?:\u{5c}B){2,}){1,2})
    0-1 a
    none
    none \u{20}b
    none bb\u{e9}\u{20}
    = iu (?=[ab])
    none
    none
    none \u{e9}
    0-0 a\u{20}
    = u a(?:a|(?:bb|(?:\u{e9}|.)))
    none b
    none bba
    0-2 aabb
    2-4 \u{e9}a\u{20}
    = u (\u{e9})b
    none
    none
    none ab\u{20}ba
    none \u{20}aba\u{e9}\u{20}
    = u (?:(?:.|a)){2}\u{e9}(a)\u{5c}1
    none \u{e9}abbba
    none bab
    none \u{e9}b\u{20}
    none b\u{e9}b\u{20}\u{20}\u{e9}
    = u (?:(?:(a)){2}bb\u{e9})+
    none b
    none a
    none
    none \u{20}bb\u{e9}\u{20}
    = iu (?:(?:[ab]b|(\u{e9})).){0,2}?
    0-0
    0-0 \u{20}bbb\u{20}a
    0-0 \u{c9}AA
    0-0 bab
    = u a(?:(?:aa){0,2}?)+?
    0-1 abba\u{20}b
    none
    1-2 baa\u{20}\u{e9}b
    5-6 \u{e9}bbbaa
    = u \u{e9}
    2-4 ba\u{e9}baa
    0-2 \u{e9}b
    2-4 ab\u{e9}\u{20}
    none aaa\u{20}
    = u \u{5c}B
    0-0 \u{20}abbb
    1-1 baa\u{e9}
    none a\u{e9}a
    1-1 abba\u{20}
    = u ((?:b|\u{e9}))\u{5c}1((b))b
    none ab\u{e9}
    1-7 b\u{e9}\u{e9}bbb
    none aabbb
    none ab\u{20}\u{20}ba
    = iu a
    none
    2-3 BBA\u{c9}\u{c9}B
    none BB\u{20}
    none bb\u{20}b\u{20}b
    = u \u{5c}b
    2-2 \u{e9}a
    none
    none
    1-1 \u{20}aab
    = u (?:b)+
    0-2 bb\u{20}a
    none \u{20}aa
    1-2 ab\u{e9}b
    none \u{e9}
    = u (?:a$(?:\u{e9}){0,2}?|(?:a)*a)b
    0-2 abbba
    none \u{e9}ba
    none b\u{e9}
    none a\u{20}\u{20}
    = u b
    6-7 aa\u{20}\u{e9}\u{20}b
    1-2 aba
    none \u{20}\u{20}a\u{e9}\u{20}\u{20}
    1-2 \u{20}bb
    = iu \u{e9}
    0-2 \u{c9}\u{c9}\u{20}BB
    none bab
    none
    none AB
    = u (?:((?:\u{e9}|[ab])))*b
    none \u{20}a\u{e9}\u{20}
    none \u{e9}\u{20}
    0-6 \u{e9}babba
    0-5 \u{e9}bbb\u{20}\u{e9}
    = u \u{e9}
    0-2 \u{e9}b
    none b
    1-3 a\u{e9}b\u{e9}b
    none b\u{20}\u{20}b
    = u (?:[^a])*((?:[^a]){2,}\u{e9})
    none \u{20}\u{20}
    none b
    none a\u{e9}babb
    none \u{20}
    = u a(?:\u{5c}b)??
    0-1 aa\u{20}\u{e9}aa
    0-1 ab\u{e9}
    2-3 \u{20}ba
    0-1 aa
    = iu (?<!\u{5c}bbaa\u{e9})
    0-0 \u{c9}\u{c9}B
    0-0 aaba\u{e9}
    0-0 aaa
    0-0 A\u{c9}\u{20}\u{20}B\u{c9}
    = u a
    0-1 a\u{e9}
    1-2 baaaba
    0-1 aa
    none
    = u [^a]b
    none bab
    none
    none
    none \u{20}\u{20}a\u{e9}\u{20}
    = u b
    1-2 abb\u{20}
    1-2 abb\u{20}
    none
    0-1 baab\u{e9}
    = u (?:(?:a){1,2}|(?:\u{5c}b){2,}(a))
    none
    none \u{20}
    1-2 bab
    0-1 a\u{e9}\u{20}
    = iu [a\u{e9}]
    0-2 \u{c9}\u{c9}
    0-1 aa
    0-2 \u{c9}ABB\u{20}
    0-1 a\u{e9}a
    = u .
    0-1 ab\u{e9}ba
    none
    0-2 \u{e9}\u{20}abab
    none
    = u b
    none \u{20}a
    3-4 \u{20}a\u{20}b
    none
    0-1 b\u{e9}abab
    = u [ab](?<=$\u{5c}B)(?:a)+?
    none \u{e9}\u{e9}\u{20}
    none ababaa
    none \u{e9}b
    none \u{20}b\u{20}\u{e9}\u{20}
    = u \u{e9}
    0-2 \u{e9}a\u{e9}
    0-2 \u{e9}
    2-4 aa\u{e9}bb
    none \u{20}
    = iu (?:(?:[^a]){2})+
    none \u{c9}
    2-7 AABB\u{c9}B
    1-6 ab\u{e9}bba
    0-2 b\u{20}b
    = u (?:(?:a){2,}(\u{e9}))?
    0-0
    0-0 ababb
    0-0 a\u{e9}
    0-0 ba\u{20}\u{20}
    = u (?!(?!(\u{e9})))
    1-1 a\u{e9}ab
    none
    none \u{20}a\u{20}\u{20}
    0-0 \u{e9}
    = u a
    none \u{e9}bbb
    1-2 bab\u{20}
    none \u{e9}b
    1-2 ba\u{20}b
    = u (?:(?:a|\u{e9}))??
    0-0 ab\u{e9}
    0-0 a
    0-0 ba
    0-0 ab\u{e9}abb
    = iu b
    0-1 B\u{c9}AA
    1-2 \u{20}BAA\u{c9}B
    5-6 \u{20}aa\u{e9}b
    1-2 \u{20}B\u{c9}BA
    = u (?!(?:(?:(\u{e9})|b[^a])){2})
    3-3 \u{e9}b\u{20}bb
    0-0 ba
    0-0 aba
    0-0 ab\u{20}\u{e9}ba
    = u (?:(a)){1,2}
    1-2 ba\u{e9}b
    0-1 a
    0-2 aa
    none b
    = u (\u{5c}w)
    0-1 aaa\u{20}
    0-1 bba\u{e9}b\u{20}
    0-1 b\u{20}
    5-6 \u{20}\u{e9}\u{e9}b\u{e9}b
    = u (?:(?:a)*?)?(\u{e9})(?:a)*
    none bbb\u{20}bb
    none
    0-2 \u{e9}
    1-3 b\u{e9}\u{20}
    = iu a\u{5c}w((?:b\u{5c}B)?)
    none A
    none ba\u{e9}bb\u{e9}
    0-2 ab\u{20}\u{e9}
    none \u{e9}ba\u{e9}a
    = u a
    0-1 ab\u{e9}
    none \u{20}
    none
    none
    = u (?:\u{e9}|b)
    2-4 aa\u{e9}
    0-2 \u{e9}a
    0-2 \u{e9}b\u{20}ba\u{20}
    0-2 \u{e9}b\u{e9}\u{e9}
    = u (?:((?:a){2})(a)b)??
    0-0 \u{e9}\u{20}\u{e9}\u{20}aa
    0-0 b
    0-0
    0-0 a\u{20}\u{e9}
    = u ((a))(?:(?:(?:\u{e9})+?|ba)){2,}
    none ab\u{e9}abb
    none a\u{e9}a
    none bb
    none
    = iu (?:b|((ba))\u{5c}1)
    none A\u{c9}\u{c9}A\u{c9}
    none \u{20}
    none a
    4-5 AA\u{c9}BA
    = u ((?:(?:b)??|\u{5c}w))
    0-0 \u{20}aba
    0-0 ba
    0-0 \u{20}
    0-0 bb\u{e9}\u{20}\u{20}\u{e9}
    = u (?:[ab](?:[ab]a|.)){2}
    none ba\u{e9}\u{20}\u{e9}\u{e9}
    0-4 abba
    none ab\u{e9}\u{e9}aa
    none a\u{20}\u{20}b\u{e9}
    = u (?!((?:[^a])+?a)\u{5c}1)
    0-0 abb
    0-0 b\u{e9}aaa
    0-0 \u{20}\u{e9}
    0-0 b\u{20}\u{e9}a
    = u (?:^)+\u{e9}b(?:a)*?b
    none b\u{20}\u{20}b
    none bb\u{20}ba
    none \u{e9}ab
    none bb
    = iu (?:(?:[^a]){1,2}|\u{5c}Ba)(?:a){2,}a
    none \u{e9}b\u{e9}\u{e9}b
    none \u{20}\u{e9}
    none
    none \u{c9}\u{20}
    = u ((((?:^|\u{5c}B))\u{5c}2))\u{5c}1
    0-0 \u{e9}\u{e9}\u{e9}\u{20}
    0-0 a
    0-0 a\u{e9}\u{20}\u{e9}a
    0-0
    = u ((b))
    none a\u{20}
    none \u{e9}
    none \u{20}\u{20}aa\u{e9}
    none a
    = u (a)
    none \u{20}bb
    7-8 \u{e9}\u{e9}\u{e9}\u{20}a
    none bb
    1-2 babbba
    = u a(?<!b)
    0-1 a\u{e9}\u{e9}abb
    3-4 bbba\u{20}\u{e9}
    0-1 ab\u{e9}b\u{20}
    none \u{20}\u{e9}b\u{e9}
    = iu (?:(b)){2}
    none baa\u{20}a
    none \u{20}\u{e9}b
    none b\u{e9}
    0-2 bbbb
    = u ((?:(?:(?!a))*)*)
    0-0 ab
    0-0 b\u{20}bba
    0-0 aa
    0-0 ba\u{e9}\u{e9}
    = u a
    none
    none b\u{20}b\u{20}
    none b
    0-1 a
    = u (?:((?<!(b))))?
    0-0 baa
    0-0 ba\u{e9}ba\u{e9}
    0-0 b
    0-0 ba
    = u (?:\u{e9}\u{e9}|[^a]\u{e9})
    1-5 a\u{e9}\u{e9}\u{20}
    none \u{20}b
    none ba
    none \u{20}\u{20}b
    = iu ((?:(?:b|b))*(b))\u{5c}1
    none bab\u{20}
    none \u{e9}\u{e9}b\u{20}
    none ab
    none \u{e9}a
    = u \u{5c}b(?:\u{e9}a[a\u{e9}]){1,2}
    none
    none \u{e9}\u{20}
    none \u{20}b\u{e9}b
    none b\u{20}a
    = u (((?<!\u{e9}b)))
    0-0
    0-0 b\u{20}a\u{20}
    0-0 a\u{20}bbaa
    0-0 \u{e9}b\u{20}bab
    = u a
    1-2 bab\u{e9}
    0-1 abbaaa
    2-3 \u{e9}ab
    3-4 bb\u{20}a
    = u ([^a])
    0-1 b
    0-1 \u{20}
    0-1 b
    0-1 \u{20}aa\u{20}\u{e9}
    = iu (?:\u{e9}){1,2}(?:\u{5c}B|\u{e9})
    none AB\u{20}\u{c9}B
    none A\u{20}A
    none AB
    none A\u{c9}AA
    = u .(?:bb|(a))\u{e9}
    none aabab\u{20}
    none \u{e9}
    none \u{20}\u{20}a\u{20}aa
    none a
    = u [^a]
    none
    1-2 abbab
    none a
    1-3 a\u{e9}ba
    = u b
    2-3 aab\u{20}
    0-1 bb
    3-4 a\u{20}ab
    2-3 aab
    = u (?:\u{e9}|a)b([a\u{e9}])[^a](([a\u{e9}]))\u{5c}1
    none abba\u{20}
    none \u{20}\u{20}b
    none \u{20}b\u{20}\u{20}\u{20}a
    none abaa\u{20}\u{e9}
    = iu \u{e9}(?:(?:(?<!b)){1,2}|b\u{5c}w)
    0-2 \u{c9}\u{20}A
    1-3 a\u{e9}
    none BABAA
    none aaa\u{20}aa
    = u (?:(?:$|([ab])))*
    0-4 abab
    0-1 a\u{e9}ab
    0-0
    0-1 b\u{e9}a
    = u \u{5c}w
    0-1 bb
    2-3 \u{e9}b\u{e9}b\u{20}b
    0-1 abbbb\u{20}
    none \u{e9}
    = u a
    0-1 ab\u{20}bb
    1-2 \u{20}a\u{20}ab
    1-2 ba
    none b\u{e9}
    = u [ab]((?:\u{5c}b)*?[^a])
    none
    2-5 \u{e9}b\u{e9}\u{e9}bb
    1-3 \u{20}abba\u{e9}
    0-2 bbbb\u{e9}a
    = iu [ab]b(?:a|a)(?:b)+?ba(?:\u{5c}b\u{e9})*?
    none BB\u{20}
    none \u{e9}ab
    none BB\u{20}BA
    none AA
    = u \u{e9}(?<=(?:(?:b){1,2}|(?:a)??))
    0-2 \u{e9}\u{e9}ab\u{20}a
    0-2 \u{e9}ab
    none aaa
    3-5 b\u{20}\u{20}\u{e9}
    = u .a(?:\u{5c}b|ab)
    0-2 aa
    none b
    none abb
    none b\u{e9}\u{e9}
    = u b
    2-3 aaba
    5-6 a\u{e9}\u{e9}b
    2-3 a\u{20}b\u{e9}
    none
    = u (?:((?:a)+?(b))|(?:\u{e9})*?b)
    1-2 \u{20}b\u{e9}
    0-1 ba\u{e9}b\u{e9}
    0-2 abbba
    6-7 \u{e9}\u{e9}\u{20}\u{20}b\u{e9}
    = iu (?:(?:(?:(^)|(?:[^a]|b))){1,2}|($))
    0-1 bba
    0-0 aa
    0-1 b\u{20}\u{20}\u{20}a
    0-0 A\u{c9}A
    = u (?:(b)\u{5c}1|b)
    none a\u{20}
    2-3 \u{20}ab\u{e9}a
    1-3 abba
    none \u{20}
    = u ^
    0-0 \u{e9}a\u{20}
    0-0 baabb
    0-0 a
    0-0 \u{e9}a\u{20}
    = u \u{e9}
    none \u{20}aa
    3-5 abb\u{e9}
    none
    none b
    = u $
    6-6 aba\u{20}bb
    3-3 bbb
    4-4 \u{20}a\u{e9}
    8-8 \u{e9}\u{e9}aa\u{e9}
    = iu a
    3-4 \u{e9}baaa
    none b
    none bb
    none
    = u [a\u{e9}](?:a(?:b|b)){2,}
    none b\u{20}aa\u{20}b
    none
    none a\u{20}\u{20}\u{20}
    none \u{e9}a\u{e9}ab\u{e9}
    = u (?:(?:b)?)??
    0-0 \u{e9}b\u{20}\u{20}\u{20}
    0-0 b\u{20}bb\u{20}
    0-0 \u{e9}
    0-0 \u{e9}
    = u (?:(?:\u{e9}$|a)){2,}a
    none b
    none \u{20}b\u{e9}b
    none a
    none ba\u{20}a\u{20}
    = u ((?:(.))??).
    0-1 aa\u{e9}
    0-1 ba\u{e9}a
    0-1 a
    0-1 b\u{20}abb
    = iu (?:(?:(?:b)*?)+){2}(b)\u{5c}1
    none aa
    none ab\u{20}\u{20}
    none A
    4-7 BA\u{c9}BBB
    = u (?:b(?:(?:a)??|\u{5c}Ba)){1,2}
    none \u{20}a
    none
    1-2 \u{20}baba
    1-2 ab\u{e9}b
    = u (abb(?:b){1,2})
    none b\u{20}aaab
    none b\u{20}aa\u{20}
    none a\u{20}b\u{20}b
    none ab\u{e9}b\u{e9}
    = u b
    none
    2-3 \u{e9}ba\u{e9}ab
    2-3 aaba
    0-1 b
    = u (?<!(?:b)+?(?:.|b))((?:a)??)
    0-0 abb\u{e9}ab
    0-0 aa\u{20}
    0-0 \u{20}\u{e9}
    0-0 b\u{20}\u{e9}\u{e9}
    = iu (a\u{e9})
    none \u{c9}AABBB
    none b\u{e9}
    none \u{20}\u{20}a
    none aaaa
    = u (?:(.)){2}
    none b
    0-2 a\u{20}\u{20}ab
    none a
    0-3 b\u{e9}a\u{e9}
    = u (?:(?:){2})+?
    0-0
    0-0 a\u{20}\u{20}a
    0-0 a\u{20}a\u{e9}\u{20}
    0-0 ba
    = u (?:(?:\u{e9}a\u{e9})*?){2}
    0-0 ba\u{e9}
    0-0 \u{e9}a
    0-0
    0-0 bb
    = u (?:b)*?((a))\u{5c}w\u{e9}a[^a]a
    none \u{e9}aa
    none aa\u{20}b
    none bba
    none aa
    = iu (?:\u{5c}B|(?:b)*?(?:b)+?^(?:a)?)
    0-0
    0-0 \u{20}\u{c9}
    1-1 ab\u{20}\u{e9}
    0-0 \u{c9}BA\u{c9}B
    = u (?:((b)))*
    0-1 ba
    0-0 \u{e9}
    0-0
    0-1 b\u{e9}\u{20}
    = u (\u{e9})\u{5c}1
    none b\u{20}abb
    none ab\u{e9}
    none aaa
    none
    = u a
    none \u{20}b
    1-2 \u{20}aa
    0-1 a
    3-4 b\u{e9}a
    0-1 abbabb
    3-4 \u{e9}babb
    none \u{e9}
    3-4 \u{20}bba
    = iu (?:(aa(a))\u{5c}1|b)
    0-1 bbaa
    none \u{20}
    0-1 B\u{20}BBB
    1-2 \u{20}b\u{20}a\u{e9}
    = u b([^a]b(?=a))
    none \u{20}ba\u{20}
    none aab\u{e9}b
    none bbaa
    none \u{20}b\u{e9}\u{20}aa
    = u ((?:(?:\u{5c}w){0,2}?){0,2}?)
    0-0 b\u{e9}abba
    0-0 \u{20}baa\u{e9}\u{20}
    0-0 \u{20}
    0-0
    = u 
    0-0 b\u{20}
    0-0 b\u{e9}\u{e9}aba
    0-0 bba\u{20}\u{e9}\u{20}
    0-0 baa
    = u (a($a))
    none bbbba
    none a\u{20}\u{e9}\u{20}
    none
    none
    = iu (?<=(?<=a\u{e9}(?:a)?))
    7-7 \u{c9}ABA\u{c9}\u{20}
    none \u{20}\u{e9}bb
    none \u{c9}\u{20}
    none B\u{c9}\u{c9}B\u{20}A
    = u (.(?:[^a]|[a\u{e9}])(?:){2,})
    none
    0-2 a\u{20}
    none
    0-3 \u{e9}ba
    = u ((?:bb[^a])*?)
    0-0 b
    0-0
    0-0
    0-0 b
    = u ^
    0-0
    0-0
    0-0 bbaaba
    0-0 a
    = u a
    none
    0-1 abb
    0-1 aaa
    5-6 b\u{e9}\u{e9}aa\u{20}
    = iu ((?:(a)|\u{5c}B)(?:(?:a|a))+?)
    3-5 a\u{e9}aaaa
    0-2 AAA\u{20}\u{20}
    none \u{20}b
    0-2 aabba\u{e9}
    = u (?=(((b))))
    0-0 b\u{e9}
    1-1 abaa
    none
    0-0 b\u{e9}\u{e9}
    = u ([ab]a[ab](?:[a\u{e9}])*?)\u{5c}1
    none \u{20}a
    none
    none b\u{20}\u{20}
    none
    = u ([ab])
    none
    2-3 \u{e9}a\u{e9}a
    0-1 bb
    0-1 b
    = u (?:b|((?:b|a))(?:$)*)
    0-1 ab\u{20}bb\u{20}
    0-1 aaaa\u{e9}
    0-1 ab
    1-2 \u{20}a
    """#

  struct Case: Sendable, CustomStringConvertible {
    var flags: String
    var pattern: String
    var text: String
    var result: String
    var description: String { "/\(pattern)/\(flags) on \(text.debugDescription)" }
  }

  static let cases: [Case] = cases(in: text)

  static func cases(in text: String) -> [Case] {
    var cases: [Case] = []
    var flags = ""
    var pattern = ""
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      if parts[0] == "=" {
        (flags, pattern) = (parts[1], parts.count > 2 ? plain(parts[2]) : "")
      } else {
        cases.append(
          Case(flags: flags, pattern: pattern, text: parts.count > 1 ? plain(parts[1]) : "", result: parts[0]))
      }
    }
    return cases
  }

  /// The escapes taken out.
  private static func plain(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let start = rest.range(of: #"\u{"#), let end = rest[start.upperBound...].firstIndex(of: "}") {
      plain += rest[..<start.lowerBound]
      if let scalar = UInt32(rest[start.upperBound..<end], radix: 16).flatMap(Unicode.Scalar.init) {
        plain.unicodeScalars.append(scalar)
      }
      rest = rest[rest.index(after: end)...]
    }
    return plain + rest
  }
}
