"""French: how long, with whom, how the patient is told, and the talk around what is wanted."""

TALK = """
minutes: [(pour|pendant)] {n} (minute|minutes|min|mn|m); [(pour|pendant|environ|de|d'environ|un
    créneau de|durée)] {n} (minute|minutes|min|mn|m|minutes environ) [environ]
hours: [(pour|pendant|pour une durée de)] {n} heures de (rdv|rendez-vous|visite); pendant {n}
    (heure|heures); pour {n} (heure|heures); [(pour|pendant|de|durée)] {few} (heure|heures) [(de
    rdv|de rendez-vous|de consultation|de visite)]
length 30: [(pour|pendant|d')] [une] (demi-heure|demi heure|demie heure);
    [(pour|pendant|d'|de|environ|juste|petite)] [(une|la)] [petite] (demi-heure|demi heure|demie
    heure|demie-heure|1/2 heure|1/2h); trente (minutes|min); ½ heure
length 15: [(pour|pendant)] [un] quart d'heure; [(pour|pendant|d'|de|juste)] [(un|petit)] (quart
    d'heure|1/4 d'heure|1/4 heure)
length 45: [(pour|pendant)] (trois quarts d'heure); [(pour|pendant|de|d')] [les] (trois quarts
    d'heure|3/4 d'heure|trois-quarts d'heure|3 quarts d'heure|trois quart d'heure|quarante-cinq
    minutes|quarante cinq minutes|3/4 heure)
length 60: [(pour|pendant|d')] une heure; [(pour|pendant|d'|de|durée)] (une|1|une bonne|une
    petite|une grosse) heure; soixante minutes; une heure de (rdv|rendez-vous|consultation)
length 90: [(pour|pendant|d')] une heure et demie; [(pour|pendant|d'|de)] (une heure et demie|une
    heure et demi|1 heure et demie|1 heure et demi|une heure trente|1 heure 30|1,5 heure|1,5
    heures|1.5 heure|1,5 h|1h et demie|1 h et demie|heure et demie|quatre-vingt-dix minutes|1
    heure 1/2)
length 20: vingt minutes
length 40: quarante (minutes|min)
length 75: [(pour|d')] (une heure et quart|une heure et un quart|une heure quinze|1 heure et
    quart|1 heure 15|une heure un quart)
length 105: [(pour|d')] (une heure trois quarts|une heure quarante-cinq|une heure et trois
    quarts|1 heure 45)
length 150: [(pour|pendant|de)] (deux heures et demie|deux heures trente) de
    (rdv|rendez-vous|consultation)
room numbered: [(en|dans la|dans le|à la|la|au|dans)] (salle|cabinet|pièce|bureau|salle de
    soins|salle de consultation|salle d'examen|box|chambre|local) [(n|n°|no|numéro|num)]
    {room_number}
any doctor: [(avec|chez)] (n'importe quel médecin|n'importe qui|n'importe quel docteur|n'importe
    lequel|peu importe le médecin|peu importe qui|peu importe avec qui|le médecin disponible); peu
    importe le médecin; peu importe; [(avec|chez|par)] (n'importe quel
    (médecin|docteur|praticien|toubib|médecin disponible)|n'importe quelle docteure|n'importe
    lequel|n'importe qui|qui vous voulez|celui qui est libre|celui qui est disponible|le premier
    disponible|le premier médecin disponible|le premier médecin libre|le médecin qui est
    libre|celui ou celle qui est libre|tout médecin|tout médecin disponible|qui est
    disponible|l'un ou l'autre|un médecin quelconque|qui est libre); (peu importe|qu'importe|peu
    lui importe|ça m'est égal|ça lui est égal|quel que soit|peu importe pour|pas de préférence
    pour|sans préférence de|pas de préférence de|sans préférence pour) [(pour|avec)]
    [(le|quel|quelle|lequel|du)] (médecin|docteur|praticien|docteure); peu importe (avec
    qui|qui|lequel|chez qui|le docteur|le praticien); le médecin (importe peu|est égal|peu
    importe|n'a pas d'importance); médecin (indifférent|au choix|peu importe|égal); docteur
    (indifférent|peu importe); quel que soit le médecin
with: (avec|chez|auprès de|voir|pour voir) [(le|la)] {doctor}; (avec|chez|auprès de|auprès
    du|voir|pour voir|par|pour|du|consulter|de voir|à voir|vu par|vue par|être vu par|être vue
    par|reçu par|reçue par) [(le|la|mme|madame|monsieur)] {doctor}
vague: [le] (premier|1er|deuxième|2e|second|troisième|3e|quatrième|4e|dernier) {weekday} (de|du mois
    de|d') {month}; [le] (deuxième|2e|second|troisième|3e|quatrième|4e|dernier) {weekday} [du mois];
    [mais] (pas|sauf|hormis|jamais|excepté) [(le|les)] {weekday}
    (matin|matins|après-midi|soir|soirs); [(à|a)] [la] même (heure|jour|horaire); le même jour;
    comme (d'habitude|la dernière fois|toujours); (avant|après|vers|pendant) (noël|pâques|le nouvel
    an|les fêtes|les vacances); (l'été|l'hiver|le printemps|l'automne|cet été|cet hiver|au
    printemps|en automne|en été|en hiver) [prochain]; l'année prochaine; l'an prochain; à la
    rentrée; (avant|après|vers|pendant|autour de) (noël|pâques|toussaint|la toussaint|la rentrée|les
    vacances scolaires|ses vacances|les congés|le pont)
not hours: [mais] (pas|sauf|hormis|jamais|excepté) [(le|les)] {weekday} (après|avant|dès|à|à partir
    de|jusqu'à) {hour}
tel: (tél|tel|téléphone|portable|numéro|mobile|joignable au|num) [est] [le] {number}; au {number};
    [(son|le|mon|au|sur)] (tél|tél.|tel|tel.|téléphone|portable|numéro|mobile|num|joignable
    au|joignable sur le|joignable|gsm|fixe|port|port.|numéro de téléphone|n° de téléphone|num de
    tél|numéro de portable|ph|tph) [(est|:|c'est)] [(le|au)] {number}; (au|rappeler au|la rappeler
    au|le rappeler au|appeler au|à rappeler au|contact|contacter au) {number}
born: (né|née|né le|née le|né en|née en|ddn|date de naissance|naissance) [est] [le] {birth};
    (né|née|né(e)|né le|née le|né(e) le|né en|née en|né(e) en|ddn|d.d.n|dn|d.n|nais|naiss|date de
    naissance|date naissance|naissance|né au|est né le|est née le|est né en|est née
    en|anniversaire|n.|année de naissance|de naissance|nee|nee le) [(est|:|le|en|du|c'est)] [le]
    {birth}
series: {several} fois; {several} x; toutes les semaines; chaque semaine; tous les {weekdays};
    chaque {weekdays}; toutes les {several} semaines; tous les mois; chaque mois; hebdomadaire;
    mensuel; tous les {several} (jours|mois); une fois par semaine; deux fois par semaine;
    {several} séances; {several} rendez-vous; {several} rdv; tous les quinze jours; une fois par
    mois; {several} (visites|consultations); régulièrement; tous les (deux|trois|six) mois; un
    (lundi|mardi|mercredi|jeudi|vendredi) sur deux; un {weekday} sur deux
action: annuler; annule; annulation; annulé; déplacer; déplace; décaler; décale; reporter;
    reporte; supprimer; modifier; échanger; reprogrammer; avancer; changer; annulez; décaler son
    rdv; reporté; modifie; déplacement; décommander; décommande; supprime
not: pas; non; sans; ne; sauf; ni; jamais; aucun; aucune; hormis; excepté; plutôt pas; tout sauf
relative:
    (fils|fille|mère|père|mari|femme|enfant|frère|soeur|bébé|grand-mère|grand-père|maman|papa|épouse)
    (de|d')
filler: bonjour; il a mal; elle a mal; mal; bonsoir; merci; s'il vous plaît; svp; s'il te plaît;
    allô; rdv; rendez-vous; rendez vous; un rendez-vous; créneau; place; consultation; visite;
    pour; avec; chez; à; a; au; aux; en; de; du; des; la; le; les; un; une; l'; d'; et; ou; il;
    elle; je; on; nous; lui; me; moi; voudrait; voudrais; veut; souhaite; souhaiterait; aimerait;
    aimerais; désire; demande; cherche; besoin; a besoin; a besoin d'; réserver; réserve; prendre;
    prends; mettre; mets; trouver; trouve; donner; donne; noter; note; si possible; si c'est
    possible; si vous pouvez; si vous avez; si; possible; de préférence; préférence; plutôt;
    idéalement; de préférence le; mieux; peut; pouvez; pourrait; est; qui; que; patient; patiente;
    nouveau; nouvelle; nommé; nom; au nom de; s'appelle; encore; aussi; seulement; uniquement;
    n'importe quand; n'importe quel jour; tous les jours; quelque chose; libre; disponible; vient;
    venir; dans; ce; cette; cet; y; son; sa; fils; bien; suite; heures; heure; h; peut-être;
    éventuellement; ça; c'est; quand; serait; faut; faudrait; oui; ouais; non merci; alors; bon;
    ben; bah; euh; heu; hum; ah; oh; eh bien; hein; voilà; donc; d'accord; ok; okay; entendu; très
    bien; parfait; super; bien sûr; salut; coucou; bonne journée; bonjour docteur; bonjour à vous;
    bjr; merci beaucoup; merci bien; merci d'avance; merci par avance; merci à vous; merci
    infiniment; mille mercis; mci; d'avance; par avance; s'il te plait; stp; s'il vous plait; svp
    merci; je vous prie; je vous en prie; excusez-moi; pardon; désolé; désolée; cordialement; un
    instant; une seconde; un moment; deux secondes; ne quittez pas; patientez; attendez; merci
    d'avoir patienté; merci de patienter; merci pour (votre patience|l'attente); voyons; voyons
    voir; dites; dites-moi; disons; écoutez; j'ai; j'aurais; j'aimerais; j'aimerais bien; j'aurai;
    j'ai besoin; j'ai besoin d'; j'ai besoin de; j'appelle; j'appelle pour; j'voudrais; j'en ai;
    je voudrais; je souhaite; je souhaiterais; je cherche; je peux; je veux; je vais; je suis; je
    dois; je vous; je vous appelle pour; je vous appelle; je voulais; je me demandais; je me
    demandais si; je me permets; il me faut; il me faudrait; il nous faut; il nous faudrait; il
    lui faut; il lui faudrait; il faut; il faudrait; il faudra; il te faut; faudra; il y a; il y a
    de la place; il y aurait; il y aurait moyen; il y aurait moyen d'; il y aurait moyen de; y a;
    y a-t-il; y a t il; y a-t-il encore; y aurait-il; y aurait; y'a; il n'y a; il reste; il
    resterait; s'il reste; s'il reste de la place; s'il reste une place; s'il reste quelque chose;
    s'il y a; s'il y a de la place; s'il y a moyen; s'il y a quelque chose; s'il vous reste; s'il
    vous reste quelque chose; s'il; reste; restent; reste-t-il; restait; resterait; vous
    reste-t-il; reste encore; il voudrait; il veut; il souhaite; il souhaiterait; il aimerait; il
    préfère; il préférerait; il peut; il a; il est; il demande; il cherche; elle voudrait; elle
    veut; elle souhaite; elle souhaiterait; elle aimerait; elle préfère; elle préférerait; elle
    peut; elle a; elle est; elle demande; elle cherche; ne peut que; ne peut venir que; ne peut
    qu'; n'est disponible que; n'est libre que; est disponible; est disponible que; est dispo; est
    libre; sont disponibles; dispos; dispo; disponibles; disponibilité; disponibilités; libres;
    vous; tu; ils; elles; eux; leur; leurs; nos; notre; votre; vos; mon; ma; mes; ton; ta; tes;
    ses; cela; ceci; celui; celle; ces; ce serait; ce serait pour; ce sera; ce sera pour; ce
    serait possible; ce serait bien; c'est pour; c'était pour; c'est possible; c'est possible d';
    c'est possible de; c'est bon; c'est ok; est-ce; est-ce que; est-ce qu'; est-ce possible; est
    ce que; est ce qu'; serait-il possible; serait-ce possible; serait possible; est-il possible;
    est-il possible de; est-il possible d'; est-ce qu'on; qu'on; qu'il; qu'elle; qu'; qu'est-ce;
    qu'est-ce que; qu'est-ce qu'on; quoi; quel; quelle; quels; quelles; quelqu'un; quelque;
    quelques; lequel; laquelle; où; comment; pourquoi; combien; dont; car; parce que; puisque;
    comme; mais; or; puis; ensuite; après ça; sinon; ou bien; ou alors; soit; tant que; pour que;
    afin de; pouvez-vous; pouvez-vous me; pourriez-vous; pourriez-vous me; pourriez vous; pouvez
    vous; vous pouvez; vous pourriez; vous auriez; vous avez; vous avez quoi; vous aurez; vous
    n'auriez; auriez-vous; auriez vous; avez-vous; avez vous; aurait-on; a-t-on; on aurait; on a;
    on a quoi; on peut; on pourrait; on voudrait; on met; on cale; on prend; on mettrait; peut-on;
    pourrait-on; peux-tu; peut-elle; peut-il; pourrait-il; pourrait-elle; peux; pourrai; pourrais;
    pouvoir; puis-je; puisse; puissiez; aurait; aurais; auriez; aurons; avoir; ayant; avait;
    avais; avez; avons; as; ont; aurait besoin; aurait besoin d'; ait; aie; sera; seraient;
    serais; soient; être; été; était; étant; suis; sommes; êtes; sont; être vu; être vue; être
    reçu; être reçue; être vus; vu; vue; vus; vues; reçu; reçue; recevoir; vouloir; voulait;
    voulais; voulez; voulez-vous; veux; veulent; voudriez; voudraient; souhaitent; souhaitait;
    souhaiter; aimeraient; aimer; aime; désirerait; désirent; demander; demandent; demandé;
    demandait; chercher; cherchent; cherchons; trouvez; trouver un créneau; trouvez-moi;
    trouvez-nous; me trouver; nous trouver; lui trouver; dénicher; proposer; proposez; proposer à;
    me proposer; nous proposer; lui proposer; donner un rdv; donnez; donnez-moi; me donner; lui
    donner; donne-moi; fixer; fixe; fixez; fixer un rdv; caler; cale; calez; calé; caser; case;
    casez; glisser; glisse; glissez; placer; placez; programmer; programme; programmez; planifier;
    planifie; planifiez; inscrire; inscris; inscrivez; inscrit; inscrite; ajouter; ajoute;
    ajoutez; notez; noté; marquer; marque; marquez; met; mettez; mettez-moi; mis; mise; mettre un
    rdv; mettre dans l'agenda; dans l'agenda; à l'agenda; l'agenda; agenda; planning; au planning;
    prévoir; prévois; prévoyez; prévu; prévue; bloquer; bloque; bloquez; garder; garde; gardez;
    réservez; réservation; réserver un créneau; réserver une place; booker; booke; enregistrer;
    enregistre; prenez; prend; prennent; pris; prise; prise de rdv; prise de rendez-vous; prendre
    rdv; prendre rendez-vous; prendre un rdv; obtenir; obtient; avoir un rdv; avoir rdv; avoir
    rendez-vous; avoir un rendez-vous; faire; fait; faites; fais; faire un; faire une; faire
    venir; se faire; arranger; arrange; arrangerait; l'arrange; l'arrangerait; lui convient; lui
    conviendrait; convient; conviendrait; conviennent; va; vont; aller; irait; ira; ça va; ça
    irait; ça serait; ça vous va; ça marche; marche; passer; passe; passent; passerait; passez;
    vienne; viennent; viendra; viendrait; viens; venue; venir voir; revenir; revient; revoir;
    rappeler; rappelle; appeler; appelle; appelé; appel; appelant; appelante; téléphone;
    téléphoné; téléphoner; au téléphone; au tél; au tel; en ligne; en attente; à l'appareil; au
    bout du fil; au bout de la ligne; sur l'autre ligne; sur la ligne; sur la (1|2); à l'accueil;
    à la réception; au comptoir; au guichet; au secrétariat; devant moi; ici; là; ici présent; en
    face de moi; de la part; de la part de; pour le compte de; au sujet de; concernant; à propos
    de; pour son; pour sa; pour ses; pour mon; pour ma; pour mes; pour la; pour le; pour les; pour
    un; pour une; pour des; pour moi; pour lui; pour elle; pour nous; fille; frère; soeur; sœur;
    mère; père; maman; papa; mari; femme; épouse; époux; conjoint; conjointe; compagnon; compagne;
    enfant; enfants; bébé; bb; petite; petit garçon; petite fille; garçon; gamin; gamine;
    grand-mère; grand-père; mamie; papi; papy; oncle; tante; neveu; nièce; cousin; cousine;
    voisin; voisine; ami; amie; parents; dame; homme; personne; client; cliente; gens; jeune;
    vieux; vieille; âgé; âgée; ancien patient; ancienne patiente; patients; patientèle; nouveau
    patient; nouvelle patiente; nouv; nouveau client; première fois; jamais venu; jamais venue;
    déjà patient; déjà patiente; déjà venu; connu; connue; existant; nom de famille; prénom; au
    nom d'; sous le nom de; sous le nom; à son nom; prénommé; prénommée; nommée; appelée;
    s'appelant; nom :; qui s'appelle; appointement; un rdv pour; rdv pour; un rdv avec; rdv avec;
    rdv chez; rendez-vous avec; rendez-vous pour; rdvs; consult; consult'; consultations; visite
    chez; séance; examen; soin; soins; créneaux; un créneau; un créneau pour; créneau pour;
    places; plage; plages; horaire; horaires; trou; truc; un truc; chose; quelque chose pour;
    quelque chose de libre; quelque chose de dispo; quelque chose de disponible; un petit créneau;
    une petite place; de la place; de place; la place; une place; une petite; un petit; un peu; un
    peu de; un peu plus; un peu de temps; une dispo; une date; moment; occasion; moyen; moyen de;
    moyen d'; possibilité; la possibilité; une possibilité; possibilités; possibilité de; de
    libre; de disponible; de dispo; éventuel; d'avoir; d'avoir un; d'obtenir; de faire; de
    prendre; de mettre; de trouver; de caser; de caler; de venir; de passer; de réserver; de voir;
    de recevoir; de le recevoir; de la recevoir; de lui; de lui trouver; de me; de nous; d'un;
    d'une; d'en; avec un; avec une; chez un; à la; à l'; à un; à une; sur; sous; par; vers; sans
    problème; sans souci; pas de souci; pas de problème; pas pressé; pas pressée; pas urgent; rien
    d'urgent; rien de pressé; pas d'urgence; pas de préférence; peu importe (le
    jour|l'heure|quand|la date|l'horaire|le moment); sans préférence; n'importe; n'importe quelle
    heure; n'importe quel moment; n'importe quand dans la journée; à n'importe quelle heure; à
    n'importe quel moment; toute la journée; tout le temps; toujours; toute heure; à toute heure;
    tous; toutes; tout; toute; chaque; jour; jours; journée; semaine; semaines; mois; date; dates;
    heure exacte; minutes; temps; quand vous voulez; quand vous pouvez; quand c'est possible;
    quand ça vous arrange; quand ça l'arrange; quand il y a de la place; quand possible; à votre
    convenance; à sa convenance; comme vous voulez; selon vos disponibilités; selon disponibilité;
    selon disponibilités; selon les disponibilités; selon; si ça va; si c'est ok; si c'est bon; si
    c'est faisable; si c'est libre; si possible svp; si il y a; si on peut; si on a; si vous avez
    quelque chose; si vous avez de la place; si vous avez une place; si ça vous va; si ça marche;
    si dispo; si disponible; si libre; si jamais; si elle peut; si il peut; s'il peut; si tu peux;
    si tu as; si besoin; dans la mesure du possible; dans l'idéal; l'idéal; idéal; l'idéal serait;
    le mieux; le mieux serait; au mieux; mieux serait; au pire; plutôt que; préfère; préférerait;
    préférence pour; préférer; préférablement; préférentiellement; préféré; sa préférence; avec
    une préférence pour; a une préférence pour; arrangeant; flexible; souple; facile; rapide;
    simple; bref; brève; court; courte; long; longue; petit rdv; habituel; habituelle; d'habitude;
    classique; normal; normale; standard; de routine; routine; annuel; annuelle; général; autre;
    autres; un autre; une autre; deuxième; même; nouveau rdv; nouveau rendez-vous; prochain rdv
    pour; surtout; juste; justement; simplement; vraiment; très; trop; assez; environ; à peu près;
    presque; plus; moins; beaucoup; encore un; encore une; déjà; maintenant; là maintenant; enfin;
    exactement; précisément; absolument; impérativement; forcément; normalement; généralement; en
    général; en fait; en gros; en principe; au moins; maximum; minimum; à jeun; malade; fièvre;
    douleur; douleurs; a mal; souffrant; souffrante; inquiet; inquiète; dit; disait; pense;
    pensez; crois; savoir; sais; savez; sait; vois; voyez; regarder; regarde; regardez; vérifier;
    vérifie; vérifiez; aider; m'aider; m'; t'; s'; j'; n'; c'; qu; m'a; m'avez; m'appelle; se; te;
    vous me; me dire; me dit; me demande; nous demande; demande un; demande une; demande à;
    demande à voir; demande si; demande d'; nous a; chez vous; chez nous; avec vous; de vous;
    merci de; merci de me; merci de lui; merci de noter; merci de prévoir; merci de mettre; prière
    de; ci; lui faire; en y; durée; d'une durée de; durant; pendant; long de; environ une; voir
    si; voir s'il; voir si on; pour voir; pour voir si; tâcher; essayer; essaie; essayez; essayer
    de; tenter; besoin de; besoin d'; besoin d'un; besoin d'une; a besoin de; a besoin d'un; a
    besoin d'une; ont besoin; nécessite; faut-il; faut voir; souci; problème; question;
    renseignement; carnet; dossier; mutuelle; ordonnance; envoyé par; adressé par; adressée par;
    orienté; recommandé; généraliste; ainsi que; ainsi; également; et puis; et aussi; et si
    possible; en plus; avant tout; entre autres; etc
"""
