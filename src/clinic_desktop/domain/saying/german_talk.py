"""German: how long, with whom, how the patient is told, and the talk around what is wanted."""

TALK = """
minutes: [für] {n} (minute|minuten|min|m|minütig|minütigen);
    [(für|ca|circa|etwa|so|rund|ungefähr|ein|einen)] {n}
    (minute|minuten|min|m|minütig|minütigen|minütiger|minütige|minütchen|minutentermin|minuten-termin)
    [(lang|dauer|termin)]
hours: [für] {n} (stunde|stunden|std); [(für|ca|circa|etwa|rund|ungefähr)] {n}
    (stunde|stunden|std|stündchen) [lang]
length 30: [für] [(eine|ne)] (halbe|halben|halbes) (stunde|std); halbstündig; halbstündigen;
    [(für|ca|etwa|so)] [(eine|ne|ner|einer|'ne|die|knappe)] (halbe|halben|halbes|halber)
    (stunde|std|stündchen); halbstündige; halbstündiger; 1/2 (stunde|std); dreißig (minuten|min);
    ½ stunde
length 15: [für] [eine] (viertelstunde|viertel stunde); [(für|ca|etwa)] [(eine|ne|'ne)]
    (viertelstunde|viertel stunde|viertelstündchen|viertelstd); viertelstündig; viertelstündigen;
    1/4 stunde
length 45: [für] [eine] (dreiviertelstunde|dreiviertel stunde|drei viertel stunde);
    [(für|ca|etwa)] [(eine|ne|'ne)] (dreiviertelstunde|dreiviertel stunde|drei viertel stunde|3/4
    stunde|dreiviertelstündchen|3/4-stunde|dreiviertelstd); dreiviertelstündig;
    dreiviertelstündigen; fünfundvierzig (minuten|min); drei viertelstunden
length 60: [für] [eine] (stunde|std); einstündig; einstündigen; [(für|ca|etwa)]
    [(eine|ne|'ne|einer|ganze|eine ganze|eine volle)] (stunde|std|stündchen) [lang]; einstündige;
    einstündiger; sechzig (minuten|min)
length 90: [für] (anderthalb stunden|eineinhalb stunden|anderthalbe stunde); [(für|ca|etwa)]
    (anderthalb stunden|eineinhalb stunden|anderthalbe
    stunde|anderthalbstündig|anderthalbstündigen|einundeinhalb stunden|ein einhalb stunden|eine
    und eine halbe stunde|eine stunde dreißig|eine stunde 30|1 stunde 30|1 std 30|1,5 stunden|1,5
    std|1,5 h|1.5 stunden|1,5 stunde|1 1/2 stunden|1½
    stunden|eineinhalbstündig|eineinhalbstündigen|neunzig minuten|einanhalb stunden|einenhalb
    stunden|1 stunde und 30 minuten|eine stunde und 30 minuten)
length 20: zwanzigminütig; zwanzigminütigen
length 40: vierzig (minuten|min)
length 75: [für] (eineinviertel stunden|fünf viertelstunden|eine stunde und eine
    viertelstunde|eine stunde 15|eine stunde fünfzehn|1 stunde 15|ein und eine viertel stunde)
length 105: [für] (eindreiviertel stunden|eine und eine dreiviertel stunde|ein dreiviertel
    stunden)
length 120: [für] (zwei volle stunden|zweistündig|zweistündigen|doppelstunde|eine doppelstunde)
length 150: [für] (zweieinhalb stunden|2,5 stunden)
room numbered: [(in|im|für)]
    (raum|zimmer|sprechzimmer|behandlungszimmer|behandlungsraum|untersuchungszimmer|untersuchungsraum|kabine|praxisraum|sprechraum)
    [(nr|nr.|nummer|no)] {room_number}
any doctor: egal (bei wem|wer|welcher arzt|welche ärztin|bei welchem arzt|bei wem auch immer);
    [bei] (irgendwem|irgendeinem arzt|irgendeiner ärztin|jedem|jedem arzt|irgendwer); wer gerade
    frei ist; arzt egal; arzt ist egal; [(der|den|bei|welcher)] (arzt|ärztin|doktor|behandler)
    [(ist|wäre)] [ihr] [ihm] [völlig] (egal|gleich|wurscht|wurst|beliebig|nicht wichtig);
    [(ist|völlig|ganz|ihr|ihm|mir)] (egal|gleich|wurscht|wurst) [(bei|zu|von)] (wem|welchem
    arzt|welcher ärztin|welchem doktor|wer|welcher arzt|welchen arzt|welcher doktor);
    [(bei|zu|mit)] (irgendjemand|irgendjemandem|irgendeinem|irgendwem|beliebigem arzt|einem
    beliebigen arzt|einem von euch|jedem|jedem arzt|jeder ärztin|egal wem|irgend einem
    arzt|irgendeinem doktor|wem auch immer|wer frei ist|wer zeit hat|wer kann|wer gerade zeit
    hat|wer da ist|beliebiger arzt); (wer|welcher arzt) (spielt keine rolle|ist egal|auch immer);
    keine präferenz [beim arzt]; (arzt|ärztin) spielt keine rolle; jeder arzt; beliebiger arzt;
    arztwahl egal; wer (gerade|halt|eben) (frei|da) ist; wer (frei ist|zeit hat)
with: (bei|zu|zum|zur|mit|beim) [(der|dem)] {doctor}; (beim|bei|zum|zur|zu|mit|von|durch|für
    den|bei dem|bei der) [(der|dem|herrn|frau)] {doctor}
vague: [(am|den)] (zweiter|zweiten|dritter|dritten|vierter|vierten|letzter|letzten) {weekday}
    [(im|in|des) ({month}|monat|monats)]; [(am|den)] (erster|ersten) {weekday} (im|des)
    ({month}|monat|monats); [aber] (nicht|nie|außer|ausser) [(am|an)] {weekday}
    (vormittag|vormittags|nachmittag|nachmittags|abend|abends|morgens|früh|mittag|mittags);
    (gleiche|selbe|übliche|gewohnte|zur gleichen|zur selben) (zeit|uhrzeit); (gleicher|selber|am
    gleichen|am selben) tag; (wie|so wie) (letztes mal|immer|beim letzten mal); (vor|nach|über|zu)
    (weihnachten|ostern|neujahr|silvester|den feiertagen|den ferien|pfingsten); (irgendwann) (im
    sommer|im winter|im frühjahr|im frühling|im herbst|nächstes jahr); (im|nächsten|diesen)
    (sommer|winter|frühjahr|frühling|herbst|quartal); nächstes jahr; im neuen jahr; im nächsten
    (quartal|jahr); (nach|vor|in) (dem urlaub|den schulferien|den osterferien|den herbstferien|den
    weihnachtsferien|feiertagen|den feiertagen|ferien)
not hours: [aber] (nicht|nie|außer|ausser) [(am|an)] {weekday} (nach|vor|ab|um|bis) {hour}
tel: (tel|telefon|telefonnummer|handy|handynummer|mobil|nummer|rückruf|rufnummer) [ist] [unter]
    {number}; unter {number}; [(ihre|seine|die|meine|ihr|sein|unter|der)]
    (tel|tel.|tel.nr|telefon|tel.nr.|telnr|telefonnr|telefonnummer|handy|handynr|handynummer|mobil|mobilnummer|mobilnr|nummer|rückruf|rückrufnummer|rufnummer|telefonisch|festnetz|nr|nr.|fon|mobiltelefon|erreichbar)
    [(nr|nummer)] [(ist|lautet|unter|:|auf)] [die] {number}; unter [der] [nummer] {number};
    (erreichbar|zu erreichen) (unter|auf) [der] {number}
born: (geb|geboren|geboren am|geb am|geburtsdatum|geburtstag|gebdat|geb.datum|jahrgang) [ist]
    [der] {birth}; (geb|geb.|geboren|geborene|geborener|geboren am|geb am|geb.
    am|gebdat|geb.dat|geb.dat.|geb.-dat.|geb.-datum|geburtsdatum|geburtstag|geburtsjahr|geb.datum|jahrgang|jg|jg.|jahrg.|geburtsdat|geb.tag|geburtsdatum
    ist|ist geboren|ist geboren am|hat geburtstag am|gebtag|geborn|bj) [(ist|:|der|am|den|im
    jahr|im|in)] [(der|am|den)] {birth}
series: {several} x; {several} mal; jede woche; jeden monat; jeden {weekdays}; wöchentlich;
    monatlich; täglich; vierzehntägig; alle {several} (wochen|tage|monate); jede zweite woche;
    einmal die woche; zweimal die woche; einmal pro woche; {several} termine; {several} sitzungen;
    serie; serientermin; regelmäßig; wiederkehrend; im abstand von {several} wochen;
    vierteljährlich; halbjährlich
action: absagen; abzusagen; sagt ab; absage; stornieren; storno; verschieben; verlegen; umbuchen;
    verschiebt; verlegt; verschoben; tauschen; löschen; ändern; streichen; cancel; canceln;
    absagt; abgesagt; verschieb; umzubuchen; vorverlegen; vorziehen; umlegen; rausnehmen;
    storniert; stornierung; absagen will
not: nicht; kein; keine; keinen; keinem; ohne; nie; niemals; weder; bloß nicht; außer; ausser; nur
    nicht; auf keinen fall
relative:
    (sohn|tochter|kind|mutter|vater|mann|oma|opa|bruder|schwester|baby|kleine|kleiner|enkel|enkelin)
    von
filler: bitte; will
    (zum|zu|zur|einen|eine|ein|gern|gerne|bitte|noch|den|mit|kommen|unbedingt|wieder|vorbeikommen|nur|am|so|es|sie|er|ihn|sich|auch);
    danke; hallo; guten tag; guten morgen; grüß gott; termin; einen termin; für; fürs; bei; mit;
    zum; zur; zu; braucht; brauche; brauchen; benötigt; möchte; möchten; will; wollen; würde;
    würde gern; hätte; hätte gern; hätte gerne; gern; gerne; buchen; buche; eintragen; trag;
    trage; ein; eine; einen; einem; einer; eines; der; die; das; dem; den; des; am; an; im; in;
    um; auf; er; sie; es; ich; wir; ihm; ihr; mich; mir; uns; wenn möglich; wenn es geht; wenn's
    geht; wenns geht; falls möglich; wenn; geht; am liebsten; liebsten; lieber; vorzugsweise;
    bevorzugt; am besten; passt; kann; können; könnte; haben; hat; und; oder; noch; wieder; nur;
    auch; irgendwann; egal wann; jederzeit; jeden tag; patient; patientin; neu; neuer; neue;
    anrufer; name; namens; heißt; kommt; kommen; etwas; was; frei; freien; freier; uhr;
    vielleicht; eventuell; möglichst; machen; geben; gib; finden; suchen; such; suche; dann; da;
    gleich; ist; war; von; ab; wie; der name ist; mein name ist; wegen; gut; bräuchte; besuch;
    ganz; mal; nächster termin für; zeit; wann; hätten; so; ob; irgendwas; einmal; ja; jaja;
    jawohl; nein; äh; ähm; ehm; öh; hm; hmm; also; ach; ah; oh; naja; na; na ja; okay; ok; gut
    also; so also; alles klar; moment; moment mal; einen moment; kleinen moment; einen augenblick;
    augenblick; sekunde; servus; moin; moin moin; grüezi; hi; grüß sie; grüßgott; grüß dich; guten
    abend; tach; schönen guten tag; schönen guten morgen; guten; mahlzeit; danke schön;
    dankeschön; danke sehr; vielen dank; besten dank; herzlichen dank; lieben dank; danke im
    voraus; danke fürs warten; danke für (ihre geduld|die geduld|ihren anruf|den anruf|das
    warten); merci; lg; mfg; vg; bitte schön; bitteschön; bitte sehr; bitte um; mit bitte um;
    bittet; bittet um; bitten; gell; ne; oder so; tschüss; entschuldigung; sorry; verzeihung;
    sagen wir; sagen wir mal; mal sehen; schauen wir mal; schauen; schauen sie; schau; schau mal;
    schaut; schaun; gucken; guck; guck mal; guckst; kuck; sehen; sehen sie; nachsehen;
    nachschauen; checken; prüfen; könnten; könntest; könntet; könnt; kannst; kannst du; könnte
    ich; könnte man; könnten wir; könnten sie; können wir; können sie; kann ich; kann man; kann
    sie; kann er; dürfte; dürfte ich; darf; darf ich; dürfen; soll; sollte; sollten; sollen;
    müsste; müssten; muss; müssen; musst; müsst; würden; würdest; würde gerne; wär; wäre; wäre es;
    wäre es möglich; wären; sei; sein; seien; gewesen; wird; werden; wurde; worden; werde; hab;
    habe; habs; habt; hast; hätt; hättest; hättet; hätten sie; hätten wir; haben sie; haben wir;
    hat sie; hat er; hätt gern; hätt gerne; gehabt; gibts; gibt's; gibt; gäbe; gäbe es; gibt es;
    gibt es noch; gäb; gäbs; gäb's; geht's; gehts; ginge; gehen; ging; ginge es; ginge das;
    ging's; klappt; klappt es; klappen; klappts; passt's; passen; passend; passende; passenden;
    passender; passt es; würde passen; täte; tut; tun; mag; mögen; möcht; möchte gerne; möchte
    gern; möchten gerne; will gerne; willst; wünscht; wünschen; wünscht sich; wünscht sich einen;
    bräucht; bräuchten; bräuchten wir; bräuchte noch; braucht noch; braucht mal; benötigen;
    benötige; sucht; suchen wir; fragt; fragt nach; fragt ob; frage; anfrage; fragen; nachfragen;
    anfragen; erbittet; ruft an; ruft gerade an; rief an; ruf; angerufen; anruf; anrufen;
    anruferin; am telefon; am apparat; in der leitung; an der leitung; am hörer; am anderen ende;
    auf leitung (1|2|3|eins|zwei); dran; hier dran; vor mir; vor mir steht; steht vor mir; steht
    hier; am tresen; am empfang; an der anmeldung; an der rezeption; bei mir; hier ist; hier;
    hierher; hier bei uns; da ist; es geht um; es handelt sich um; es ist für; es wäre für; das
    ist für; das wäre für; wäre für; ist für; geht um; für den; für die; für das; für einen; für
    eine; für ein; für meinen; für meine; für mein; für ihren; für ihre; für seine; für seinen;
    für unsere; für unseren; für mich; für ihn; für sie; für uns; meinen; meine; meinem; meiner;
    mein; ihre; ihren; ihrem; ihrer; seine; seinen; seinem; seiner; unsere; unseren; unserem;
    unser; euer; euch; ihnen; ihn; du; man; jemand; jemanden; jemandem; einer von; kind; kinder;
    baby; sohn; tochter; mutter; vater; mama; papa; mutti; vati; eltern; mann; ehemann; frau von;
    ehefrau; gatte; gattin; partner; partnerin; bruder; schwester; oma; opa; großmutter;
    großvater; enkel; enkelin; nichte; neffe; onkel; tante; freund; freundin; nachbarin; nachbar;
    dame; person; kunde; kundin; kleine; kleinen; kleiner; junge; mädchen; alte; ältere; älterer;
    alten; patienten; pat; pat.; pt; neupatient; neupatientin; neupat; neuen; neues; neupatienten;
    neu bei uns; neu hier; war noch nie (hier|da|bei uns); bestandspatient; bestandspatientin;
    stammpatient; stammpatientin; bekannter; bekannte; bekannt; privat; kasse; gesetzlich;
    privatpatient; kassenpatient; überweisung; überwiesen; mit überweisung; heißen; namen;
    nachname; vorname; nachnamen; vornamen; familienname; name lautet; auf den namen; auf namen;
    unter dem namen; im namen von; mit namen; mit dem namen; mit nachnamen; namens von;
    eingetragen; eingeplant; einplanen; plan; plane; planen; plan ein; einschieben; schieben;
    schieb; schiebe; reinschieben; schiebt; dazwischenschieben; zwischenschieben; dazwischen;
    zwischen rein; unterbringen; unterkriegen; unterzubringen; reinquetschen; quetschen;
    reinnehmen; reinbekommen; rein; reinkommen; rankommen; drankommen; dran kommen; drannehmen;
    dran nehmen; einbuchen; einzutragen; eingeben; eintrag; notieren; notier; notiere;
    aufschreiben; schreib; schreibe; schreiben; schreib auf; schreiben sie; vormerken; merk; merke
    vor; reservieren; reservier; reserviere; vergeben; vergib; ausmachen; auszumachen; ausgemacht;
    vereinbaren; zu vereinbaren; vereinbart; abmachen; festmachen; festlegen; legen; leg; lege;
    setzen; setz; setze; stellen; nehmen; nimm; nehme; nimmt; nehmt; bekommen; bekommt; bekomme;
    kriegen; kriegt; kriegen wir; krieg; kriege; kriegst; erhalten; erhält; anbieten; anzubieten;
    bieten; haben sie noch; einen termin vereinbaren; vorbeikommen; vorbeischauen; vorbei; vorbei
    kommen; herkommen; kommt vorbei; kommst; kam; käme; hin; her; hinein; hingehen; gesehen;
    gesehen werden; besuchen; vorstellen; vorstellig; sich vorstellen; sprechen; sehen möchte;
    untersuchen; untersuchung; behandlung; behandeln; sprechstunde; gespräch; beratung; nachsorge;
    wegen einer; wegen eines; wegen der; zwecks; bezüglich; betreffs; betr; betrifft; für einen
    termin; einen termin für; termine; terminen; terminwunsch; terminanfrage; termin bei; termin
    zum; termin zur; terminlich; einen termin zum; einen termin zur; terminvereinbarung;
    terminvorschlag; wunschtermin; folgetermin; neuer termin; neuen termin; kurzer termin; kurzen
    termin; kurz; kurze; kurzer; kurzen; schnellen; schneller; kleiner termin; längerer; längeren;
    langen; lang; lange; dauert; dauer; dauern; braucht er; braucht sie; zeitlich; zeiten;
    zeitraum; zeitfenster; slot; slots; lücke; lücken; platz; plätze; freies; freie; freie zeit;
    frei wäre; frei ist; frei haben; was frei; noch was; noch was frei; noch etwas; noch etwas
    frei; noch frei; noch einen; noch ein; noch eine; noch zeit; noch platz; noch mal; nochmal;
    nochmals; erneut; wieder mal; wieder einen; was da; was dabei; etwas frei; irgendetwas;
    irgendein; irgendeine; irgendeinen; irgendwie; irgendwo; irgendeiner; irgendwelche; irgendwann
    mal; möglich; möglich ist; möglich wäre; möglichkeit; nach möglichkeit; möglicherweise; ist
    möglich; möglich ist es; sofern möglich; soweit möglich; wenn es möglich ist; wenn es
    (irgendwie|irgend) geht; wenn (irgendwie|irgend) möglich; wenns (möglich
    ist|passt|klappt|irgendwie geht); wenn's (möglich ist|passt|klappt|irgendwie geht|irgend
    geht); wenn es (passt|klappt|ginge); wenn (was|etwas|noch was|noch etwas) (frei ist|da
    ist|geht|frei wäre); falls (was|etwas|noch was|noch etwas) (frei ist|da ist|geht|frei wäre);
    falls (es geht|es passt|es klappt|frei|verfügbar); sofern (es geht|frei|verfügbar); ob es
    (geht|ginge); ob (noch|da|wir|sie|was|noch was|etwas) [(was|etwas)] [(geht|ginge|frei ist|frei
    wäre)]; ob wir; ob sie; ob da; ob noch; bevorzugt wird; bevorzugen; zieht vor; präferiert;
    präferenz; präferenziert; wunsch; auf wunsch; wunschgemäß; gewünscht; idealerweise; ideal;
    idealer; optimal; perfekt; super; toll; prima; schön; fein; recht; lieb; lieb wäre; lieber
    wäre; am allerliebsten; allerliebsten; gern auch; gerne auch; auch gerne; auch gern; auch ok;
    auch möglich; auch gut; wäre gut; wäre super; wäre toll; wäre schön; wäre ideal; wäre perfekt;
    wäre prima; wäre nett; wäre fein; wäre lieb; wäre recht; wäre schön wenn; wäre gut wenn; wäre
    es gut; passt gut; passt ihr; passt ihm; passt mir; passt am besten; passt ihr gut; passt ihm
    gut; würde ihr passen; würde ihm passen; geht am besten; geht auch; ginge auch; geht nur; kann
    nur; könnte nur; kann eigentlich nur; kann sie nur; kann er nur; sie kann; er kann; sie
    könnte; er könnte; sie kann nur; er kann nur; hat nur; hat nur zeit; nur zeit; hat zeit; haben
    zeit; hätte zeit; zeit hat; zeit hätte; zeit haben; ist verfügbar; verfügbar; nicht so
    wichtig; flexibel; ist flexibel; sind flexibel; zeitlich flexibel; egal; ganz egal; völlig
    egal; ist egal; uhrzeit egal; uhrzeit ist egal; tag egal; tag ist egal; zeit egal; wann ist
    egal; egal welche uhrzeit; egal welcher tag; egal an welchem tag; egal um wieviel uhr; egal
    wie spät; an welchem tag ist egal; tageszeit egal; wann immer; wann es passt; wann es ihnen
    passt; wann auch immer; wie es passt; jeder tag; jeden tag ok; ganztags; ganztägig; den ganzen
    tag; tagsüber; am tag; tag; tage; tagen; tages; datum; uhrzeit; stunde; stunden; minuten;
    woche; wochen; kein problem; keine eile; nicht eilig; nicht dringend; eilt nicht; ohne eile;
    hat keine eile; nichts dringendes; kein stress; kein notfall; eigentlich; halt; eben; doch;
    denn; ja bitte; schon; erst; erstmal; erst mal; mal bitte; bitte mal; bitte noch; bitte einen;
    bitte einmal; bitte gern; noch einmal; noch bitte; dann bitte; dann noch; sonst; ansonsten;
    überhaupt; gerade; gerad; grad; grade; jetzt; nun; wohl; etwa; ungefähr; circa; ca; bloß ein;
    allerdings; jedoch; aber; sondern; weil; da sie; da er; dass; damit; zwar; denn sie; sowie;
    sowohl; als auch; sowie auch; entweder; beziehungsweise; beides; beide; alle; alles; alleine;
    zusammen; gemeinsam; mit ihr; mit ihm; dazu; dafür; daher; deshalb; dieser; diesem; dieses;
    diese; diesen; jener; welche; welcher; welches; welchen; welchem; wer; wem; wen; wo; wohin;
    warum; wieviel; wie lange; wie viel; wie wäre es; wie wäre es mit; wie wär's mit; wie schaut's
    aus; wie sieht's aus; wie sieht es aus; wie siehts aus; wie ist es; sieht es aus; sieht's aus;
    wie schaut es aus; schaut's aus; ins; beim; vom; aufs; ans; unters; unter; über; durch; gegen;
    ohne termin; seit; während; trotz; außerdem; zusätzlich; plus; inkl; inklusive; insgesamt;
    bzgl; z.b; zb; z.b.; usw; evtl; evtl.; ggf; ggf.; mind; mindestens; max; maximal; höchstens;
    normal; normaler; normalen; normale; normalerweise; üblich; üblicher; regulär; regulären;
    regulärer; routine; routinemäßig; einfacher; einfachen; einfach; kleinen termin; jährlich;
    jährliche; jährlichen; jährlicher; nüchtern; schmerzen; hat schmerzen; mit schmerzen; krank;
    fieber; schlecht; geht schlecht; nicht gut; geht's nicht gut; geht es nicht gut; sagt; sagte;
    meint; meinte; erzählt; wissen; denke; glaube; hoffe; hofft; freut sich; helfen; hilft; nen;
    'nen; ne; 'ne; nem; 'nem; ner; 'n; n; ins system; in den kalender; im kalender; in den plan;
    in die liste; auf die liste; drauf; zurück; zurückrufen; rückruf; rückmeldung; melden; meldet;
    meldet sich; gemeldet; sich; selbst; selber; persönlich; telefonisch; online; per telefon; per
    mail
"""
