"""Spanish: its words, and how days and times are said in a line that books."""

from clinic_desktop.domain.saying.spanish_talk import TALK
from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: próximo; próxima; [(el|la)] (próximo|próxima|primer|primera|primero)
    [(hueco|cita|hora|turno|espacio|rato)] [(libre|disponible|posible|que haya)]; lo antes
    posible; cuanto antes; lo más pronto posible; tan pronto como sea posible; lo más rápido
    posible; lo primero que haya; lo primero; urgente; urgentemente; de urgencia; urgencia; con
    urgencia; asap; enseguida; ya; inmediatamente; pronto; rápido; [(el|la|lo|un|una|al|su|para
    el|para la)] (próximo|próxima|primer|primera|primero|primeros)
    [(hueco|huequito|cita|hora|turno|espacio|rato|momento|disponible|disponibilidad|sitio|fecha|día|lugar|horario)]
    [(libre|disponible|posible|que haya|que tengan|que tenga|que tengas|que tengáis|que se
    pueda|que quede|que exista|que salga|que tengamos)]; lo (antes|más pronto|más rápido|más
    temprano|más rápidamente|primero|más próximo|más cercano) (posible|que se pueda|que puedas|que
    pueda|que puedan|que podáis|que haya|que tenga|que tengas|que tengan|que tengáis|que sea
    posible|que quede|disponible|que podamos); (tan pronto|tan rápido|en cuanto) (como sea
    posible|como se pueda|como puedas|como pueda|como haya|se pueda|sea posible|puedas|puedan|haya
    (un hueco|algo|sitio|un sitio)|tengas (un hueco|algo)|tengan (un hueco|algo)); cuanto antes
    [mejor]; [(muy|bastante|es|con mucha|algo)] (urgente|urgencia|rápido|pronto|rápidamente); es
    una urgencia; de urgencias; con la mayor (brevedad|rapidez|urgencia) [posible]; a la mayor
    brevedad [posible]; (ahora mismo|ya mismo|inmediatamente|de inmediato|sin
    demora|ahora|ahorita|lueguito); con prisa; tiene prisa; corre prisa; lo antes que (se
    pueda|puedas|pueda|puedan|podáis|haya|tengas|tengan); lo más inmediato; lo antes
at: (a las|a la|para las) {hour} [(en punto|horas)]; {hour} en punto; (a las|a la|para las|para
    la|sería a las|que sea a las) {hour} [(en punto|horas|exactas|hs|h)]; {hour} (en
    punto|exactas); [(las|la)] {time} en punto
around: (sobre las|sobre la|hacia las|hacia la|alrededor de las|a eso de las|a eso de la|más o
    menos a las|como a las|aproximadamente a las|cerca de las) {hour}; (sobre las|sobre la|hacia
    las|hacia la|alrededor de las|alrededor de la|a eso de las|a eso de la|más o menos a las|más o
    menos a la|más o menos sobre las|como a las|como a la|como sobre las|aproximadamente a
    las|aprox a las|cerca de las|en torno a las|por ahí de las|tipo|a las
    aproximadamente|sobre|hacia|casi a las|rondando las|tirando a las) {hour} [(horas|h)]; (a
    las|a la|las) {hour} (aproximadamente|más o menos|aprox|o así|o por ahí|o algo así|y pico)
after: (después de las|después de la|a partir de las|a partir de la|desde las|desde la|no antes de
    las|pasadas las|más tarde de las|después de|a partir de) {hour}; {hour} o más tarde; de las
    {hour} en adelante; (después de las|después de la|después de|luego de las|luego de la|tras
    las|a partir de las|a partir de la|a partir de|desde las|desde la|no antes de las|no antes de
    la|pasadas las|pasada la|más tarde de las|más tarde de la|más allá de las|nunca antes de
    las|solo después de las|solo a partir de las|sólo a partir de las|siempre después de
    las|siempre a partir de las|a las|como pronto a las|como muy pronto a las|mejor después de
    las|mejor a partir de las|que sea después de las|que sea a partir de las|de) {hour} (en
    adelante|o más tarde|como pronto|como muy pronto|o después|o después de esa hora|para
    adelante|en delante|hacia adelante); (después de las|después de la|después de|luego de
    las|luego de la|tras las|a partir de las|a partir de la|a partir de|desde las|desde la|no
    antes de las|no antes de la|pasadas las|pasada la|más tarde de las|más tarde de la|nunca antes
    de las|solo después de las|solo a partir de las|sólo después de las|sólo a partir de
    las|siempre después de las|siempre a partir de las|como pronto a las|como muy pronto a
    las|mejor después de las|mejor a partir de las|que sea después de las|que sea a partir de
    las|a poder ser después de las|no puede antes de las|a partir como de las|cualquier hora
    después de las|cualquier hora a partir de las) {hour} [(horas|h|hs)]; de (las|la) {hour} (en
    adelante|para adelante|en delante)
before: (antes de las|antes de la|hasta las|hasta la|no después de las|como muy tarde a las|antes
    de|no más tarde de las) {hour}; (antes de las|antes de la|antes de|hasta las|hasta la|no
    después de las|no después de la|como muy tarde a las|como tarde a las|como mucho a las|como
    máximo a las|como muy tarde a la|no más tarde de las|no más tarde de la|a más tardar a las|a
    más tardar las|máximo a las|nunca después de las|solo antes de las|sólo antes de las|solo
    hasta las|siempre antes de las|mejor antes de las|que sea antes de las|a poder ser antes de
    las|cualquier hora antes de las|más temprano de las) {hour} [(horas|h|hs)]; (a las|a la)
    {hour} (como muy tarde|como tarde|como mucho|como máximo|a más tardar|o antes|máximo)
between: (entre las|entre la|de las|desde las|de|entre) {hour} (y las|y la|a las|a la|hasta
    las|y|a) {hour}; (entre las|entre la|de las|de la|desde las|desde la|de|entre|solo entre
    las|mejor entre las|a partir de las|a cualquier hora entre las|cualquier hora entre las)
    {hour} [(h|horas)] (y las|y la|a las|a la|hasta las|hasta la|y|a|hasta) {hour} [(h|horas)]
part morning: [(por|en|de|a)] la mañana; por las mañanas; [en] las mañanas; solo por las mañanas;
    por la mañanita; [(por|en|de|a|durante|solo por|mejor por|sólo por|siempre por|solo en|solo
    de|preferiblemente por|a lo largo de|en horario de|turno de|únicamente por)] (la mañana|las
    mañanas|mañanas) [(solo|solamente|por favor|si puede ser)]; una mañana; (de|por|en) mañanas;
    horario de mañana; en horario de mañana; en la mañana; turno mañana; de mañanita
part early_morning: [(a|en)] primera hora [de la mañana]; temprano; por la mañana temprano;
    temprano por la mañana; a primera hora; a primerísima hora; [(a|en|de|muy a|bien a)] (primera
    hora|primerísima hora|primeras horas) [(de la mañana|por la mañana|del día|de mañana|en la
    mañana)]; [(muy|bien|bastante|lo más)] (temprano|tempranito) [(por la mañana|en la mañana|de
    mañana|en el día)]; por la mañana (temprano|muy temprano|prontito|pronto|a primera hora|bien
    temprano); al (abrir|empezar el día|principio de la mañana); (cuando|nada más)
    (abran|abrir|abrís|abren); a principio de la mañana; muy de mañana; en las primeras horas; la
    primera del día; la primera cita (del día|de la mañana); el primero de la mañana; el primer
    turno
part late_morning: a última hora de la mañana; a media mañana; [(a|en)] (última hora de la
    mañana|media mañana|última hora por la mañana|últimas horas de la mañana); (al final|a
    finales|al acabar|a última hora) de la mañana; tarde por la mañana
part midday: [(a|al|a la|de)] (mediodía|medio día|hora de comer); en la hora de comer; [(a|al|a
    la|de|sobre|en|hacia el|sobre el|en el|durante el|por el|alrededor del)] (mediodía|medio
    día|hora de comer|hora de la comida|hora del almuerzo|hora de almorzar|mediodia) [solo]; en
    (la|su) (hora de comer|hora de la comida|hora del almuerzo|pausa de mediodía|pausa de la
    comida|pausa para comer|descanso de mediodía); a la hora (de comer|de la comida|del
    almuerzo|de almorzar); en las horas centrales; durante la comida; en su pausa
part afternoon: [(por|en|de|a)] la tarde; por las tardes; [en] las tardes; solo por las tardes;
    [(por|en|de|a|durante|solo por|mejor por|sólo por|siempre por|solo en|solo de|preferiblemente
    por|a lo largo de|en horario de|turno de|únicamente por)] (la tarde|las tardes|tardes)
    [(solo|solamente|por favor|si puede ser)]; una tarde; horario de tarde; en horario de tarde;
    turno tarde; (por|de|en) tardes
part early_afternoon: a primera hora de la tarde; [(a|en|muy a)] primera hora (de la tarde|por la
    tarde); (a|al) (principio|principios|comienzo|empezar|inicio) de la tarde; temprano por la
    tarde; por la tarde temprano; a primera de la tarde; nada más comer; en la primera parte de la
    tarde
part late_afternoon: a última hora [de la tarde]; a media tarde; [(a|en|muy a)] (última
    hora|últimas horas|media tarde|ultimísima hora) [(de la tarde|por la tarde|del día|de tarde)];
    (al final|a finales|al caer|al acabar|al final) (de la tarde|del día|la tarde|de la jornada);
    tarde por la tarde; por la tarde (tarde|a última hora|última hora); (la última|el último)
    (cita|hora|hueco|turno|cita del día|hueco del día|turno del día|hora de la tarde); lo más
    tarde posible; antes de cerrar; al cierre
part evening: [(por|en|de|a)] la noche; por las noches; [(al|de)] anochecer; última hora de la
    noche; [(por|en|de|a|durante|solo por|mejor por|sólo por|ya de)] (la noche|las
    noches|noche|nochecita); [(al|de|en el)] (anochecer|atardecer); una noche
part after_lunch: después de (comer|la comida|almorzar); (después|luego) de (comer|la
    comida|almorzar|el almuerzo|mediodía); después del (almuerzo|mediodía); tras (la comida|el
    almuerzo|comer)
part after_work: después (del trabajo|de trabajar|del curro); al salir del trabajo;
    (después|luego) (del trabajo|de trabajar|del curro|de su trabajo|de la oficina|del horario
    laboral|de salir del trabajo|de la jornada|de la jornada laboral); (al|cuando) (salir del
    trabajo|salir de trabajar|salir de la oficina|salga de trabajar|salga del trabajo|sale del
    trabajo|sale de trabajar|acabar el trabajo|terminar de trabajar)
part after_school: después (del colegio|del cole|de clase|de la escuela); al salir del cole;
    (después|luego) (del colegio|del cole|de clase|de la escuela|de clases|del instituto|de las
    clases|del insti|de la guardería|de la uni); (al|cuando) (salir del cole|salir del
    colegio|salir de clase|salir de la escuela|salga del cole|salga de clase|salga del
    colegio|sale del cole|sale de clase)
part before_lunch: antes de (comer|mediodía|la comida); antes del mediodía; antes (de comer|de
    mediodía|de la comida|del almuerzo|de almorzar|del mediodía|de la hora de comer)
part before_work: antes (del trabajo|de trabajar|del colegio|del cole); antes (del trabajo|de
    trabajar|del colegio|del cole|de ir a trabajar|de entrar a trabajar|de la oficina|de clase|de
    entrar al trabajo|de ir al trabajo|de entrar a clase)
today: hoy; hoy mismo; (para|en) hoy; hoy (día|si se puede|mismo)
in days 1: mañana; mañana mismo; (para|en) mañana
part+ tomorrow morning: mañana (por|en|a) la mañana; [para] mañana (por|en|a|de) la mañana
part+ today morning: (hoy|esta) (por la mañana|mañana); [para] (hoy|esta) (por la mañana|mañana|en
    la mañana)
part+ today afternoon: esta tarde; [para] (hoy por la tarde|hoy en la tarde|hoy a la tarde|esta
    tarde|esta misma tarde)
part+ today evening: esta noche; [para] (hoy por la noche|hoy a la noche|esta misma noche)
in days 2: pasado mañana; pasado; (para|en) (pasado mañana|pasado)
from in days: (de aquí a|dentro de al menos|a partir de|no antes de|como pronto en|como pronto
    dentro de|dentro de unos|en unos) {n} (día|días); dentro de {n} días (o más|como pronto|como
    mínimo)
from in weeks: (dentro de|en|de aquí a) [unas] {n} (semana|semanas); (dentro de|en|de aquí a|como
    pronto en|como pronto dentro de|no antes de|a partir de|como muy pronto en|como muy pronto
    dentro de|de acá a|pasadas|después de) [(unas|aproximadamente|más o menos|al
    menos|unas|mínimo)] {n} (semana|semanas)
from in weeks 1: (dentro de|en) ocho días; (dentro de|en) (ocho|8) días; (dentro de|en|de aquí a)
    una semanita
from in weeks 2: (dentro de|en) (quince días|15 días|una quincena); (dentro de|en|de aquí a)
    (quince días|15 días|una quincena|quincena|un par de semanas|unos quince días|unos 15 días)
from in months: (dentro de|en|de aquí a) {n} (mes|meses); (dentro de|en|de aquí a|no antes de|como
    pronto en) [(unos|al menos)] {n} (mes|meses)
weekday in weeks: [el] {weekday} (dentro de|en) {n} (semana|semanas); (dentro de|en) {n}
    (semana|semanas) [el] {weekday}
weekday in weeks 1: [el] {weekday} (en|dentro de) (ocho|8) días; [el] {weekday} (en|dentro de)
    (ocho|8) [días]; [el] {weekday} de dentro de (ocho|8) días
weekday in weeks 2: [el] {weekday} (en|dentro de) (quince|15) días; [el] {weekday} (en|dentro de)
    (quince|15) [días]; [el] {weekday} de dentro de dos semanas
week 0: [(en|durante)] esta [misma] semana; [(en|durante|dentro de|todavía|aún|a lo largo
    de|para)] (esta misma semana|esta semana|la semana en curso); antes de que acabe la semana
week 1: [(en|durante|para|a lo largo de|dentro de)] [(la|de la)] (semana que viene|próxima
    semana|semana próxima|semana siguiente|semana entrante|sem que viene|semana que entra|próx
    semana|otra semana); la semana (q viene|que viene)
week 2: la semana siguiente a la próxima; dentro de dos semanas enteras; [(en|durante|para)] [la]
    (semana siguiente a la próxima|siguiente semana a la próxima|semana siguiente a la que
    viene|semana después de la próxima|semana después de la que viene|semana que viene no la
    siguiente|semana que viene no la otra); no la semana que viene sino la (siguiente|otra|de
    después); la (semana que viene no|próxima no) la siguiente; la siguiente a la próxima
month 0: [en] este mes; [(en|durante|dentro de|todavía|a lo largo de)] [lo que queda de] (este
    mes|este mismo mes|el mes en curso)
month 1: [en] [el] (mes que viene|próximo mes|mes próximo); [(en|durante|para|a lo largo de)]
    [(el|del)] (mes que viene|próximo mes|mes próximo|mes siguiente|mes entrante|mes que entra)
week number: [(en|la)] semana [número] {n}; [(en|la|para la|de la)] (semana|sem)
    [(número|nº|n|núm)] {n}
week of: [(en|durante)] [la] semana del {date}; [(en|durante|para|dentro de)] [la] (semana|sem)
    (del|que empieza el|que comienza el|de|a partir del|del lunes|que empieza el lunes|del día)
    ({date}|{nth})
month: (en|durante|en el mes de) {month}; [(a lo largo de|durante|en algún momento de|a cualquier
    día de|cualquier día de|algún día de)] (en|durante|en el mes de|para|para el mes de|en
    todo|dentro de|de|a lo largo del mes de) {month}
third 0: [a] (principios|comienzos|inicios|primeros) de {month}; [(a|para|hacia|sobre|en|al)]
    (principios|comienzos|inicios|primeros|principio|comienzo|inicio|los primeros días) de {month}
third 1: [a] mediados de {month}; [(a|para|hacia|sobre|en)] (mediados|mitad|la mitad) de {month};
    [(a|para|hacia)] mediados de (mes|este mes)
third 2: [(a|hacia)] (finales|fines|últimos) de {month}
third 2: [(a|para|hacia)] (finales|fin|fines) de mes; [(a|para|hacia|sobre|en|al)]
    (finales|fines|últimos|final|fin|los últimos días) de {month}; [(a|para|hacia|al|sobre)]
    (finales|fin|fines|final) de (mes|este mes)
from month: (desde|a partir de|no antes de|después de) {month}; (desde|a partir de|no antes
    de|después de|a partir del mes de|desde el mes de|como pronto en|como muy pronto en|nunca
    antes de|solo a partir de) {month} [(en adelante|como pronto)]; de {month} en adelante
from: (a partir del|a partir de|desde|desde el|no antes del|no antes de|como pronto|como pronto
    el|como muy pronto el) [el] {day} [(en adelante|como pronto)]; del {day} en adelante; (a
    partir del|a partir de|desde|desde el|no antes del|no antes de|como pronto|como pronto el|como
    pronto a partir del|como muy pronto|como muy pronto el|como muy pronto a partir del|como
    mínimo a partir del|nunca antes del|solo a partir del|sólo a partir del|a partir del día|desde
    el día|no antes del día|cualquier día a partir del|cualquier día desde el|no puede antes
    del|está fuera hasta el|de vacaciones hasta el|está de viaje hasta el|vuelve el|de vuelta
    el|mejor a partir del|ya a partir del|pasado) [(el|el día|día)] {day} [(en adelante|como
    pronto|como muy pronto|o más tarde)]; (a partir del|desde el|no antes del|como pronto el|como
    muy pronto el|a partir del día|desde el día|como pronto el día|como muy pronto el día) {nth};
    {day} (en adelante|como pronto|como muy pronto|o después|o más tarde|como mínimo); (del|de)
    {day} en adelante
after day: (después del|después de|tras el|pasado el) {day}; (después del|después de|tras
    el|pasado el|luego del|cualquier día después del|mejor después del|solo después del|más allá
    del|después del día|pasado el día) {day}; (después del|pasado el|después del día|tras el)
    {nth}
until: (hasta|hasta el|como muy tarde|como muy tarde el|a más tardar|a más tardar el|no después
    del|como máximo el|como máximo) {day}; {day} como muy tarde; (hasta|hasta el|como muy
    tarde|como muy tarde el|como tarde|como tarde el|a más tardar|a más tardar el|no después
    del|no más tarde de|no más tarde del|no más tarde que el|como máximo el|como máximo|como mucho
    el|como mucho|máximo el|máximo|hasta el día|como muy tarde el día|cualquier día hasta el|de
    aquí al|de aquí a|de hoy al|fecha límite|fecha límite el|tope el|tope) [(el|el día)] {day}
    [(como muy tarde|como tarde|como máximo|como mucho|a más tardar|máximo|inclusive|incluido)];
    {day} (como muy tarde|como tarde|como máximo|como mucho|a más tardar|o
    antes|máximo|inclusive); (hasta el|como muy tarde el|como tarde el|no después del|no más tarde
    del|a más tardar el|como máximo el|como mucho el|hasta el día|antes o el) {nth}
before day: antes de {month}; (antes del|antes de) {day}; (antes del|antes de|antes del
    día|cualquier día antes del|mejor antes del|siempre antes del|que sea antes del|sin pasar del)
    {day}; (antes del|antes del día) {nth}
from until: (entre el|del|desde el) {date} (y el|al|hasta el) {date}; (entre el|del|desde
    el|entre|de|entre los días|del día) ({date}|{nth}) (y el|al|hasta el|y|a|hasta) {date}
on: [(el|del|para el|el día|día)] {date}; (el|el día|día|para el) {nth}; [(el|del|para el|el
    día|día|para el día|para|en el|sería el)] {date}; (el|el día|día|para el|para el día|del)
    {nth}
within days 1: hoy o mañana
week or next: esta [semana] o la (que viene|próxima|siguiente|semana que viene|próxima
    semana|semana próxima|que entra)
this weekday: [el] este {weekday}; [el] {weekday} que viene; este mismo {weekday}; el {weekday} de
    esta semana; [(el|para|para el|en)] este (mismo|próximo|mismo próximo) {weekday}; [(el|para)]
    este {weekday}; [(el|para el)] {weekday} (que viene|que entra|de esta semana|de esta misma
    semana|entrante); este {weekday} (que viene|próximo)
next weekday: [el] próximo {weekday}; [el] {weekday} próximo; el siguiente {weekday}; [(el|para
    el|al|en el)] (próximo|siguiente|primer) {weekday} [(libre|disponible|posible)]; [(el|para
    el)] {weekday} (próximo|siguiente)
days between: entre [el] {weekday} y [el] {weekday}
days: [(solo|mejor|preferiblemente|únicamente|preferentemente)] [(el|los|un|en|de|del)] {weekdays}
    [solo]; [(solo|mejor|preferiblemente|únicamente|preferentemente|sólo|solamente|siempre|a poder
    ser|si puede ser|idealmente|para|cualquier|algún|o|tal vez|quizás|quizá)]
    [(el|los|un|en|de|del|para el|para los|al|para un)] {weekdays} [(solo|solamente|por favor|si
    puede ser|preferiblemente|mejor|a poder ser|le viene bien|le va bien|le vendría bien|estaría
    bien|sería ideal|sería perfecto|si es posible)]
except: ni [los] {weekdays} ni [los] {weekdays}; (excepto|menos|salvo|no|nunca|pero no|cualquier
    día menos|cualquier día excepto|todos los días menos|que no sea|quitando) [(el|los)]
    {weekdays}; [(cualquier día|todos los días|cualquier día de la semana|cuando
    sea|siempre|todo|cualquier cosa|le vale cualquier día|le va bien cualquier día|da igual el
    día|cualquiera|toda la semana)] (excepto|menos|salvo|quitando|exceptuando|a excepción de|que
    no sea|que no sean|pero no|fuera de|excluyendo|pero nunca|a excepción del) [(el|los|en|un)]
    {weekdays}; (no|nunca|jamás|mejor no|no puede|no puedo|nunca puede|evitar|evitando|no le viene
    bien|no le va bien|no le vienen bien|no trabaja|por favor no|que no sea|que no sean|no
    está|tampoco|imposible|no quiere|no disponible) [(el|los|en|un|ningún)] {weekdays}; [(el|los)]
    {weekdays} (no puede|imposible|no puedo|no le va bien|no le viene bien|no le vienen bien|no
    pueden|no es posible)
workdays: (entre semana|días laborables|en días laborables|días de diario|de diario);
    [(solo|cualquier día|en|de)] (entre semana|días laborables|día laborable|en días
    laborables|días de diario|de diario|día de diario|días entre semana|día entre semana|día
    hábil|días hábiles|lunes a viernes); de lunes a viernes
weekend: [(el|los|en)] (fin de semana|fines de semana|finde); [(el|los|en|este|un|en el|durante
    el|para el)] (fin de semana|fines de semana|finde|findes)
half past: [(las|la)] {count} y (media|treinta) [(h|horas)]; [(las|la)] {count} (horas|h) y media
past: [(las|la)] {count} y {several} [minutos]
weekday nth at: [el] {weekday} [(día|el)] {nth} a (las|la) {hour}; [(el|para el)] {weekday}
    [(día|el)] {nth} a (las|la) {hour}
late week 0: [a] (finales|fines|final) de (semana|esta semana); [(a|al|hacia)]
    (finales|fines|final) de (semana|esta semana|la semana); antes del (fin de semana|finde)
late week 1: [a] (finales|fines|final) de (la semana que viene|la próxima semana); [(a|al|hacia)]
    (finales|fines|final) de (la semana que viene|la próxima semana|la semana próxima)
quarter past: [(las|la)] {count} y (cuarto|quince); [(las|la)] {count} (horas|h) y cuarto
quarter to: [(las|la)] {count} menos [(un|el)] (cuarto|quince); [un] cuarto para las {count};
    (faltando un|falta un) cuarto para las {count}
part+ tomorrow afternoon: [para] mañana (por|en|a|de) la tarde
part+ tomorrow evening: [para] mañana (por|en|a|de) la noche
part+ tomorrow early_morning: [para] mañana (temprano|muy temprano|a primera hora|a primerísima
    hora|a primera hora de la mañana|temprano por la mañana|por la mañana temprano|a primera)
part+ tomorrow midday: [para] mañana (a|al) (mediodía|medio día)
part+ tomorrow late_afternoon: [para] mañana (a última hora|a última hora de la tarde|al final de
    la tarde)
part+ today midday: hoy (a|al) mediodía; este mediodía
in days: (dentro de|en) {n} (día|días)
in days 8: [de] mañana en (ocho|8) [días]; de mañana en una semana
in days 15: [de] mañana en (quince|15) [días]
in weeks 1: [de] hoy en (ocho|8) [días]; de hoy en una semana; hoy en una semana
in weeks 2: [de] hoy en (quince|15) [días]; de hoy en dos semanas
within days: (en|dentro de|durante|a lo largo de|en el plazo de|en un plazo de|antes de|en menos
    de) [los] (próximos|siguientes|próximos los) {n} días; (en el plazo de|en un plazo de|en menos
    de|antes de|en el transcurso de|de aquí a máximo|en máximo|como máximo en|como mucho en|máximo
    en|a más tardar en|dentro del plazo de|como muy tarde en) {n} (día|días); en los {n} (días
    siguientes|próximos días|días próximos); dentro de los {n} (días|próximos días|días
    siguientes); en {n} días (como máximo|como mucho|máximo|a más tardar)
within weeks: (en|dentro de|durante|a lo largo de) [las] (próximas|siguientes) {n} semanas; (en el
    plazo de|en un plazo de|en menos de|antes de|en el transcurso de|en máximo|como máximo en|como
    mucho en|máximo en|a más tardar en|como muy tarde en) {n} (semana|semanas); en las {n}
    (próximas semanas|semanas siguientes|semanas próximas); en {n} semanas (como máximo|como
    mucho|máximo|a más tardar)
within months: (en|dentro de|durante) [los] (próximos|siguientes) {n} meses; (en el plazo de|en un
    plazo de|en menos de|antes de|como máximo en) {n} (mes|meses)
early week 0: [(a|al)] (principios|comienzos|principio|comienzo|inicios|primeros) de (semana|esta
    semana|la semana)
early week 1: [(a|al)] (principios|comienzos|principio|comienzo|inicios|primeros) de (la semana
    que viene|la próxima semana|semana que viene|la semana próxima)
mid week 0: [(a|hacia)] (mediados|mitad) de (semana|esta semana|la semana)
mid week 1: [(a|hacia)] (mediados|mitad) de (la semana que viene|la próxima semana|la semana
    próxima)
month week 1: [(en|durante|para|de)] [la] (primera|1ª|1a) semana de {month}
month week 2: [(en|durante|para|de)] [la] (segunda|2ª|2a) semana de {month}
month week 3: [(en|durante|para|de)] [la] (tercera|3ª|3a) semana de {month}
month week 4: [(en|durante|para|de)] [la] (cuarta|4ª|4a) semana de {month}
month week 5: [(en|durante|para|de)] [la] última semana de {month}
next third 0: [(a|para|al)] (principios|comienzos|primeros|principio) (del mes que viene|del
    próximo mes|de mes|de mes que viene|del mes próximo)
next third 1: [(a|para)] mediados (del mes que viene|del próximo mes)
next third 2: [(a|para)] (finales|fines) (del mes que viene|del próximo mes)
weekday nth: [(el|para el)] {weekday} [(día|el|el día|,)] {nth}
three quarters past: [(las|la)] {count} y (cuarenta y cinco)
to: {several} para las {count}
"""

WORDS = Words(
    code="es",
    weekdays=(
        "lunes lun",
        "martes mar",
        "miércoles mié",
        "jueves jue",
        "viernes vie",
        "sábado sábados sáb",
        "domingo domingos dom",
    ),
    months=(
        "enero ene",
        "febrero feb",
        "marzo",
        "abril abr",
        "mayo",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sep sept",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    numbers=(
        "uno un una",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
    ),
    or_="o u",
    and_="y e &",
    to="a al hasta",
    of="de del",
    doctor="dr dra doctor doctora prof profesor profesora",
    patient="sr sra srta señor señora señorita don doña d. dña familia",
    telling=(
        "a al en por de del desde hasta antes después sobre hacia entre durante dentro para "
        "no sin salvo menos excepto cada fin final principio tras"
    ),
    particles="de del la las los el von van der den di da san santa al y",
    surnames=(
        "nuevo nueva bien bueno nieto nieta sobrino primo niño mayor largo corto claro "
        "caballero amigo vecino plaza lugar sitio joven seguro hermano abuelo bajo libre "
        "pequeño malo vale rato espera"
    ),
    next_="este próximo",
    also_names={
        "domingo": True,
        "mar": True,
        "dom": True,
        "sábado": False,
        "sol": True,
        "lun": True,
        "vie": True,
        "jue": True,
    },
    patterns=_PATTERNS + TALK,
)
