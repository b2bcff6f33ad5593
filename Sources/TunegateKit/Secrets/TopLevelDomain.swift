/// Top-level domains that addresses of people are under: those of countries, and the common generic ones.
enum TopLevelDomain {
  /// Of ISO 3166-1 with what the IANA root zone adds to it (`ac`, `eu`, `su`, `uk`).
  private static let countries =
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz "
    + "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk "
    + "fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir "
    + "is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk "
    + "ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl "
    + "pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc "
    + "td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
  private static let generic =
    "com org net edu gov mil int info biz name pro mobi app dev xyz online site tech store shop blog cloud "
    + "club live media agency digital solutions services group team world life today london berlin paris nyc "
    + "tokyo asia cat jobs travel museum aero coop tel academy bank capital care center city codes coffee "
    + "company consulting design direct directory education energy engineering events exchange expert finance "
    + "financial fitness foundation fund fyi gallery games global gmbh guide health help host house inc "
    + "institute international investments land law legal link ltd management market marketing money network "
    + "ninja one partners photo photography press productions properties pub reviews school science security "
    + "social software space studio style support systems tips tools top town training university vip website "
    + "wiki works zone"
  private static let all = Set((countries + " " + generic).split(separator: " ").map(String.init))

  /// - Parameter name: in lower case.
  static func isKnown(_ name: String) -> Bool { all.contains(name) }
}
