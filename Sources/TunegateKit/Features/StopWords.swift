import CKernels

/// The words that make up most of a text and hardly stand in texts of other languages.
///
/// By them languages with an alphabet are told apart; those that cannot be told from each other by 30 words (Danish and
/// Norwegian, Croatian and Serbian) have most of them in common and are then never told to differ.
enum StopWords {
  static let languages: [(name: String, words: String)] = [
    (
      "English",
      "the of and to in is that it for was with as are this be on have by not from or an which you your can they will "
        + "at but we he she his her has been would their there what if when who how do does i my"
    ),
    (
      "German",
      "der die das und ist nicht ein eine zu den mit von für auf im sich dem es auch als an werden aus wird "
        + "sind sie ich "
        + "wir haben hat bei oder wie einen einer eines zum zur kann man nach nur noch dass wenn wurde durch über"
    ),
    (
      "French",
      "le la les des est et un une dans que pour qui sur pas plus par avec au ce sont du il nous vous de en je elle ou "
        + "mais cette ces aux peut être son sa ses leur comme ont été à ne se tout"
    ),
    (
      "Spanish",
      "el la los las de que y en un una es por con para su no se del como más lo al o pero sus le ha me sin sobre este "
        + "ya entre cuando todo esta ser son dos también fue había muy hasta desde está puede"
    ),
    (
      "Portuguese",
      "o a os as de que e em um uma é por com para não se do da como mais ao dos das no na ou ser foi são "
        + "também pela pelo "
        + "sua seu isso ele ela você à até quando muito já está pode nas nos"
    ),
    (
      "Italian",
      "il la le gli di che e un una è per con non si del della sono come più al in lo i nel alla da dei delle "
        + "anche o ma "
        + "questo questa ha essere ci dal nella può loro su se io"
    ),
    (
      "Dutch",
      "de het een en van is dat niet op te zijn voor met die aan er ook als bij in om maar dan ze hij je of wordt deze "
        + "naar uit kan door over heeft worden nog wel wat geen meer"
    ),
    (
      "Swedish",
      "och att det i en är som på för av med den till ett inte om har de kan jag du vi var från eller men så "
        + "vid ska man "
        + "detta när sin hur också mycket efter"
    ),
    (
      "Danish",
      "og at det i en er som på for af med den til et ikke om har de kan jeg du vi var fra eller men så ved "
        + "skal man dette "
        + "når sin hvordan også meget efter der"
    ),
    (
      "Norwegian",
      "og at det i en er som på for av med den til et ikke om har de kan jeg du vi var fra eller men så ved "
        + "skal man dette "
        + "når sin hvordan også mye etter der"
    ),
    (
      "Finnish",
      "ja on ei se että oli hän mutta ovat kun niin myös tai sen joka voi kuin ole mitä olla minä sinä hänen tämä sitä "
        + "jos vain nyt kanssa ovat mikä"
    ),
    (
      "Polish",
      "i w na z do nie się to że jest o jak od po za ale co przez dla są może tym był czy jego już tego tylko lub oraz "
        + "które który jako być przy ich"
    ),
    (
      "Czech",
      "a v na je se že to s z do o i ve po pro jako by ale za jsou od k byl který jeho nebo při tak jsem není "
        + "které však "
        + "také aby jen být"
    ),
    (
      "Slovak",
      "a v na je sa že to s z do o i vo po pre ako by ale za sú od k bol ktorý jeho alebo pri tak som nie "
        + "ktoré však tiež "
        + "aby len byť"
    ),
    (
      "Croatian",
      "i u je na se da za su od s o ne koji a kao što iz to do ili po ali sve samo bi nije bio biti koja može već kako "
        + "sam ti vi mi"
    ),
    (
      "Slovenian",
      "in je v na se da za so z s o ne ki pa kot iz to do ali po tudi le bi ni bil biti lahko že kako sem še pri po kar"
    ),
    (
      "Romanian",
      "și de a în la cu pe nu că este o un din să care mai se pentru sunt ce sau dar după fost prin ca al ale "
        + "lui fi am "
        + "ei fiind între această"
    ),
    (
      "Hungarian",
      "a az és hogy nem is egy ez volt de meg azt csak mint ha már vagy van el kell még lehet be amely pedig így után "
        + "minden ezt való sem ki"
    ),
    (
      "Turkish",
      "ve bir bu da de için ile çok ne olarak daha gibi olan o en kadar ya sonra ama var her değil mi ben sen mı ise "
        + "olduğu veya şey göre"
    ),
    (
      "Indonesian",
      "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada mereka adalah oleh "
        + "atau bisa "
        + "anda dapat kita sudah lebih seperti telah kami apa"
    ),
    (
      "Vietnamese",
      "và của là có được cho không trong một những với các người này đã để khi từ đến như tôi bạn nó ra cũng thì vào ở "
        + "về nhiều hay"
    ),
    (
      "Catalan",
      "el la els les de que i en un una és per amb no es del al com més ser són o però seu seva aquest "
        + "aquesta també ha "
        + "va dels als pot ja molt"
    ),
    (
      "Estonian",
      "ja on ei et see kui oli ka mis aga ta oma või siis välja nii ma sa mida kes olid selle juba veel ning nagu"
    ),
    (
      "Latvian",
      "un ir ar no uz par ka kas tas bet arī kā vai ja lai to tiek var pie līdz tā es tu nav pēc vairāk"
    ),
    (
      "Lithuanian",
      "ir yra į kad su tai iš ne ar kaip bet jis buvo dėl apie nuo taip už arba tik gali jo savo po prie"
    ),
    ("Albanian", "dhe në të e i për me një që nga se është si ka nuk do ishte por u më kjo ky mund janë duke"),
    (
      "Swahili",
      "na ya wa kwa ni katika za la kama hii cha kuwa lakini yake huo watu hiyo au pia sana mimi wewe sisi zaidi"
    ),
    ("Tagalog", "ang ng sa na at mga ay ko ito hindi para si ni kung mo may ka niya siya ako isang lang din"),
    (
      "Russian",
      "и в не на что с по как это для от к из но за так он она они мы вы я у же бы или если то все его быть может есть "
        + "при был только также чтобы"
    ),
    (
      "Ukrainian",
      "і в не на що з по як це для від до із але за так він вона вони ми ви я у й та або якщо то все його бути може є "
        + "при був тільки також щоб"
    ),
    (
      "Bulgarian",
      "и в не на че с по как това за от към но са така той тя те ние вие аз у же би или ако то всички неговия може е "
        + "при беше само също да се"
    ),
  ]

  /// As `tg_words` takes it.
  static let table: [UInt32] = {
    let slots = Int(TG_STOP_SLOTS)
    var table = [UInt32](repeating: 0, count: 2 * slots)
    for (bit, language) in languages.enumerated() {
      for word in language.words.split(separator: " ") {
        let folded = FoldedText(String(word))
        // One letter may be the name of a variable in any language.
        guard folded.count > 1, folded.count <= Int(TG_STOP_LENGTH) else { continue }
        let hash = folded.bytes.withUnsafeBufferPointer { bytes in
          bytes.baseAddress.map { tg_word_hash($0, folded.count) } ?? 1
        }
        var slot = Int(hash >> 1) % slots
        while table[2 * slot] != 0, table[2 * slot] != hash { slot = (slot + 1) % slots }
        table[2 * slot] = hash
        table[2 * slot + 1] |= 1 << UInt32(bit)
      }
    }
    return table
  }()

  /// The languages that a word with this hash is a stop word of.
  static func languages(of hash: UInt32) -> UInt32 {
    let slots = Int(TG_STOP_SLOTS)
    var slot = Int(hash >> 1) % slots
    while table[2 * slot] != 0 {
      if table[2 * slot] == hash { return table[2 * slot + 1] }
      slot = (slot + 1) % slots
    }
    return 0
  }

  /// The first of some languages, by name.
  static func name(_ languages: UInt32) -> String {
    languages == 0
      ? "another language" : self.languages[min(languages.trailingZeroBitCount, self.languages.count - 1)].name
  }
}
