"""English: how long, with whom, how the patient is told, and the talk around what is wanted."""

TALK = """
minutes: [for] {n} (minute|minutes|min|mins|m|minutes long) [(long|slot|appointment|visit)];
    [(a|for|for about|about|of|lasting|approx|around)] {n} (minute|minutes|min|mins|m|minutes
    long|mn|minute's) [(long|slot|appointment|visit|one|or so)]; {n} (minuter)
hours: [for] {n} (hour|hours|hr|hrs) [long]; [(a|for|for about|about|of|lasting)] {n}
    (hour|hours|hr|hrs) [(long|slot|appointment|visit|one)]
length 30: [for] (half an hour|a half hour|half hour|half an hr|half hr); [(a|for|for
    about|about|just)] (half an hour|a half hour|half hour|half an hr|half hr|half-hour|thirty
    minutes|thirty min|thirty mins|1/2 hour|1/2 an hour|1/2 hr) [(slot|appointment|visit|long)]
length 15: [for] [a] quarter [of] [an] hour; a quarter of an hour; [(a|for|just)] (quarter
    hour|quarter-hour|quarter of an hour|1/4 hour) [slot]
length 45: [for] three quarters of an hour; three quarter hour; [(a|for)] (three quarters of an
    hour|three-quarters of an hour|three quarter hour|three-quarter hour|three-quarter-hour|3/4
    hour|3/4 of an hour|forty five minutes|forty-five minutes|forty five min|forty five mins)
    [slot]
length 60: [for] [an] hour; [(for|a full|a whole|for a full|one full|full)] (hour|an hour|one
    hour) [(slot|long|appointment|visit)]; [for] sixty minutes; an hour's (slot|appointment); an
    hour-long; hour-long
length 90: [for] (an hour and a half|one and a half hours|hour and a half); [for] (an hour and a
    half|one hour and a half|one and a half hours|1 and a half hours|1 1/2 hours|1 1/2 hrs|hour
    and a half|one hour thirty|an hour thirty|ninety minutes|1.5 hours|1.5 hrs|1.5 hour|1.5 h|1½
    hours|1 hour 30|1 hr 30|1 hour 30 minutes|1 hour and 30 minutes|an hour and thirty minutes|1h
    30|1hr 30)
length 40: [for] forty (minutes|mins|min)
length 75: [for] (an hour and a quarter|one hour fifteen|an hour fifteen|one and a quarter
    hours|hour and a quarter)
length 105: [for] (an hour and three quarters|one hour forty five|one and three quarter hours)
length 120: [for] (a couple of hours|couple of hours|two full hours|2.0 hours)
length 150: [for] (two and a half hours|2 and a half hours|2.5 hours|2.5 hrs|2 1/2 hours)
any doctor: [with] (any doctor|anyone|anybody|any|whoever|any of the doctors|whoever is
    free|whichever doctor|either doctor); doesn't matter (who|which doctor); no matter who; [with]
    (whoever's free|whoever is available|whoever's available|whoever you have|any of them|any of
    you|anyone who's free|anyone free|anyone available|any available doctor|any free
    doctor|whichever|whichever doctor is free|any physician|either of them|any one|any
    clinician|any provider); (doesn't|does not|don't) (matter|mind|care) (who|which doctor|who
    with|with whom|which|who it is|who it's with|who she sees|who he sees); doctor doesn't matter;
    no preference [(of|for|on|as to)] [(doctor|who)]; any dr; with any dr; no
    (particular|specific|special) doctor; not fussy who
with: (with|w|to see|sees|see|seeing) {doctor}; (w/|under|by|to) {doctor}; to be seen by {doctor}
vague: [on] [the] (second|2nd|third|3rd|fourth|4th|fifth|5th) {weekday} [(in|of) ({month}|the
    month)]; [on] [the] (first|1st|last) {weekday} (in|of) ({month}|the month); [but]
    (not|never|no|except|excluding) [(on|for)] [a] {weekday}
    (morning|mornings|afternoon|afternoons|evening|evenings); [the] (same|usual) (time|day|slot) [as
    (last time|always|before|usual)]; (before|after|around|over|at) (christmas|easter|new
    year|thanksgiving|the holidays); (like|as) (last time|always|usual); [the] (same|usual)
    (doctor|room) [as (last time|always|before|usual)]; (next|this)
    (summer|winter|spring|autumn|fall|quarter|term|semester); [(in|around|after|before|over|until)]
    (half term|the school holidays|the holiday|the bank holiday|bank holiday|the summer|term time);
    next year; the new year; (some time|sometime) next year; around then; that day; the other day;
    when her results are in; when the results are back
not hours: [but] (not|never|no|except|excluding) [(on|for)] [a] {weekday}
    (after|before|from|at|until) {hour}
room numbered: [(in|for)] (room|rm|rm.|exam room|consulting room|treatment room|surgery|consult
    room) [(no|no.|number|nr)] {room_number}
tel: [her] [his] (tel|tel.|phone|telephone|mobile|cell|number|phone number|ph) [number] [is]
    {number}; (reach|call|ring) [(her|him|them|me)] (on|at) {number};
    [(her|his|their|my|the|contact)] (tel|tel.|phone|telephone|mobile|cell|cellphone|cell
    phone|mob|mob.|number|phone number|phone no|phone no.|contact number|callback|callback
    number|call back number) [(number|no|no.)] [(is|:|being)] {number};
    (reach|call|ring|reachable|reached|phoning|calling|contactable|can be reached|you can reach)
    [back] [(her|him|them|me|us)] (on|at|from|under) {number}; calling from {number}
born: (born|born on|born on the|born in|born the|dob|d.o.b|d.o.b.|b.|date-of-birth|birth
    date|birthdate|birth|birthday|birthday's|b-day|bday|date of birth|date of birth's|birth
    year|year of birth|b) [(is|:|was|of|on)] [the] {birth}
series: {several} x; {several} times; weekly; biweekly; fortnightly; monthly; daily; every [other]
    (week|month|day|fortnight); every {several} (weeks|months|days); every {weekdays}; each week;
    each {weekdays}; once a week; twice a week; {several} visits; {several} sessions; {several}
    appointments; a series of; series; {several} (follow-ups|followups); every other {weekday}; on
    a weekly basis; regular slot; a course of {several}; twice weekly; each month; every single
    week
action: cancel; cancels; cancelling; cancelled; move; moves; moving; reschedule; rescheduling;
    postpone; swap; delete; change; undo; call off; calls off; push back; bring forward;
    cancellation please; re-schedule; rebook; pull forward; move up; bring up; call it off
not: not; no; without; never; neither; nor; don't; doesn't want; does not want; anyone but;
    anybody but; except; excluding; unless; rather not; other than
relative:
    (son|daughter|mother|mom|mum|father|dad|husband|wife|baby|child|kid|brother|sister|boy|girl)
    of; s [(little|older|younger)]
    (son|daughter|mother|mom|mum|father|dad|husband|wife|baby|child|kid|kids|brother|sister|boy|girl)
filler: please; pls; plz; thanks; thank you; hello; hi; book; books; booking; schedule;
    appointment; appt; apt; appointment for; slot; slots; visit; see; for; with; needs; need;
    wants; want; would like; 'd like; would love; wishes; to; come; comes; coming; in; get; give;
    find; make; put; fit; squeeze; me; us; her; him; them; she; he; they; i; we; it; has; have;
    is; are; can; can you; could; could you; do; does; if; if you can; if possible; if we can; if
    you could; if that works; if that's possible; ideally; preferably; prefers; prefer; best;
    better; works; work; something; anything; some; time; a; an; the; this; that; at; on; of; and;
    or; only; also; again; any day; any time; anytime; whenever; free; available; patient; new;
    caller; called; named; name is; the name is; just; maybe; perhaps; possibly; then; there;
    from; his; my; please find; set up; looking; good; fine; ok; okay; in the; by; pencil; down;
    up; long; who; when; yes; yeah; yep; yup; no worries; sure; ok so; so; okay so; right;
    alright; all right; uh; um; er; erm; uhm; hmm; hm; ah; oh; eh; well; well then; hey; hiya; hi
    there; hello there; good morning; good afternoon; good evening; morning all; good day; howdy;
    thanks a lot; many thanks; thanks so much; thank you so much; thank you very much; thanks very
    much; cheers; ta; ty; thx; tks; much appreciated; please and thank you; thanks for
    (holding|waiting|calling|your patience|your help|that); thank you for
    (holding|waiting|calling|your patience|your help); sorry; sorry about that; excuse me; pardon;
    let me see; let me look; let's see; let's say; let's; let us; let me; hold on; one moment; one
    sec; bear with me; just a moment; a moment; kindly; if you would; if you don't mind; if you
    please; would you; would you mind; will you; would; should; might; may i; shall; shall we;
    shall i; could we; could i; could she; could he; can we; can i; can she; can he; may we; may
    she; she'd; he'd; they'd; i'd; we'd; you'd; she'll; he'll; they'll; i'll; we'll; you'll;
    she's; he's; they're; i'm; we're; you're; i've; we've; you've; they've; it's; it'll; it'd;
    that's; that'd; there's; there'd; here's; who's; what's; where's; how's; name's; when's;
    which; what; how; how about; what about; s; i've got; we've got; you've got; she's got; he's
    got; got; have got; has got; having; had; having a; get in; got in; gotten; on the
    (line|phone|telephone|other line|other end); on line (one|two|1|2|3); on hold; in front of me;
    at the desk; at reception; at the front desk; at the counter; standing here; here in person;
    over the phone; by phone; phoning; phoned; phones; rang; rings; ringing; calling; calls;
    called in; calling in; caller is; the caller; rung; rung up; on behalf; on behalf of; this is;
    here; it is; speaking; back; back in; in again; as well; too; those; these; one; ones; any;
    anything (available|free|going|open|left); something (available|free|open|soon); nothing; any
    (openings|opening|slots|slot|availability|space|gaps|gap|chance|room|time|times|appointments|appointment|spots|spot|possibility|way);
    openings; opening; availability; availabilities; spaces; space; gap; gaps; spot; spots; place;
    chance; any chance of; is there any chance; any chance; possible; possibility; would it be
    possible; would it be possible to; is it possible to; is it possible; would that be possible;
    if there's (anything|something|a slot|a gap|space|an opening|room|any|a chance|time); if there
    is (anything|something|a slot|a gap|space|an opening|room|any|a chance|time); if
    (available|anything|any|need be|needed|you have|you have anything|you've got|you've got
    anything|you've got something|it works|it suits|that suits|that's ok|that's okay|that's
    alright|that's all right|that's fine|at all possible|it's possible|poss|we have anything|we
    have it|we've got anything|free|feasible|she can|he can|they can); if we've got it; see if;
    see whether; check if; check whether; check; check for; find out; find out if; tell me;
    wondering; wondering if; was wondering if; i was wondering if; wonder if; hoping; hoping for;
    hopes; hope to; hoping to; hoping we can; looking for; looking to; looking at; looks; look
    for; look; search; searching; search for; try; try to; try and; trying; trying to; trying to
    get; tries; fit in; fitting; fit them in; fitting in; fits; squeeze in; squeezing; squeezing
    in; squeezed; slot in; slotting in; pop; pop in; pop down; pop her in; pop him in; stick;
    stick in; jot; jot down; write; write down; pencilled; pencil in; penciling; pop into; put
    down; put in; put through; pop over; bring; brings; bringing; bring in; bring her in; bring
    him in; brought; come in; coming in; come by; come along; come over; comes in; comes by; stop
    by; stopping by; drop by; swing by; call by; get her in; get him in; get them in; get in to
    see; go; going; goes; go for; take; takes; taking; doing; done; did; make it; makes; making;
    make an appointment; make an appointment for; made; arrange; arranging; arranged; set;
    setting; setting up; organise; organize; fix; fix up; offer; offers; offering; give her; give
    him; reserve; reserving; hold; holding; keep; keeping; grab; grabbing; enter; entering;
    register; registering; registered; sign up; sign; add; adding; include; request; requests;
    requesting; requested; require; requires; requiring; required; ask; asks; asking; asked;
    asking for; asked for; want to; wants to; wanted; wanting; wanna; gonna; gotta; needs to; need
    to; needed; needing; needs to be; need to be; to be seen; be seen; seen; to have; to have a;
    have a; has a; has to; have to; would need; will need; she will; he will; i will; we will;
    will be; will want; would want; would rather; would prefer; 'd prefer; preferring; preference;
    preferred; prefer to; likes; like; like to; liked; would like to; 'd like to; she'd like;
    would love to; love; keen; keen on; able; be able to; be able; able to; is able to; willing;
    happy; happy to; happy with; fine with; flexible; is flexible; open to; easy; suits; suit;
    suitable; suiting; convenient; can only; can only do; can only make; can only come; only does;
    only do; only can; is only free; only free; is free; are free; free on; free at; available on;
    available at; also ok; okay with; can do; could do; can make; can make it; can come; could
    come; can come in; could come in; is fine; are fine; works for; works for her; works for him;
    would work; would do; would be; would be great; would be good; would be nice; would be lovely;
    would be perfect; would be ideal; would be fine; be; been; being; was; were; am; isn't it;
    ideal; great; lovely; nice; perfect; brilliant; cool; awesome; super; quick; short; brief;
    little; small; quick one; usual; regular; routine; normal; standard; annual; yearly; general;
    repeat; another; other; extra; additional; more; bit; a bit; a little; a bit of; a bit of
    time; some time; sort; kind; kind of; sort of; basically; actually; really; very; quite;
    rather; pretty; definitely; surely; certainly; hopefully; generally; usually; normally;
    always; mostly; mainly; specifically; strictly; simply; exactly; roughly; anyway; anyhow;
    either; both; each; all; else; even; still; yet; already; now; right now then; soonish;
    sometime; someday; some day; any; whichever day; whatever; whatever you have; whatever's free;
    whatever day; whatever time; no matter when; doesn't matter when; doesn't matter; any day
    works; any day is fine; any day will do; any time is fine; any time works; any time of day;
    any time of the day; all day; open; day; days; times; hour; week; date; dates; day and time;
    don't mind; doesn't mind; doesn't mind (what time|which day|when|the time|the day); don't mind
    when; not fussy; isn't fussy; easygoing; no preference; no rush; no hurry; not urgent; nothing
    urgent; not in a rush; not in a hurry; isn't urgent; don't rush; whenever you can; whenever
    suits; whenever possible; whenever works; when you can; when possible; when is; when can; when
    could; when would; when are; when do; where; but; though; although; because; since; so that;
    while; as; like so; if she can; if he can; whether; into; onto; onto the books; on the books;
    in the diary; in the book; in the calendar; in the schedule; into the diary; onto the
    schedule; off; out; over; through; along; together; apart; up for; down for; up with; towards;
    per; via; re; regarding; concerning; about a; about an; who has; who needs; who wants; who
    would like; who'd like; whose; you; your; yours; our; ours; their; theirs; its; himself;
    herself; myself; us in; me in; mum; mom; mother; father; dad; mummy; daddy; parents; parent;
    daughter; son; child; kid; kids; baby; toddler; boy; girl; wife; husband; partner; spouse;
    brother; sister; grandmother; grandfather; granny; grandma; grandpa; grandson; granddaughter;
    niece; nephew; aunt; uncle; friend; neighbour; neighbor; carer; lady; gentleman; guy; client;
    customer; person; someone; somebody; anybody else; man; woman; old; older; elderly; existing;
    existing patient; current; returning; regular patient; established; brand new; new patient;
    newly; new client; first time patient; never been here; never been; never been before; hasn't
    been before; referred; referral; referred by gp; by the name of; under the name; under the
    name of; under; name of; in the name of; last name; first name; surname; family name; given
    name; full name; goes by; spelled; spelt; appointment with; appointment to see; appointment
    on; appointment at; appts; apts; appoinment; appointmnt; appointments; booking for; bookings;
    booked; book in; book in for; book her in; book him in; book me in; booked in; schedule for;
    scheduled; schedule in; scheduling; slot for; slot at; slot on; session; consult;
    consultation; visit for; visit with; visits; meeting; meet; treatment; treated; exam;
    examination; examined; procedure; service; checked; checked out; looked at; test; fasting; for
    a; for an; for the; for her; for him; for their; for his; for my; for our; for me; for us; to
    get; to get in; to get in to see; to book; to make; to come; to see; to do; to have; to
    schedule; to arrange; to bring; to reschedule for; in to see; in for; in for a; in with; in
    at; in on; down as; desperate; desperately; poor; poorly; dear; sick; unwell; feeling; not
    well; not feeling well; bad; worried; pain; in pain; nervous; says; said; say; saying; told;
    tells; says she; says he; thinks; think; guess; i guess; i think; believe; reckon; suppose;
    know; knows; mentioned; mind; help; helping; work for; work with; make sure; make that; make
    it a; fill; fill in; fancy; fancies; due; is due; due for; is due for; overdue; is due a; due
    a; needs a; needs an; needs another; wants a; wants an; wanting a; lined up; line; line up;
    sort out; sort; sorted; swap in; anyways; btw; fyi; note; nb; attn; re:; and then; and also;
    then also; also for; plus; minus; etc; preferably on; ideally on; ideally in; ideally at;
    possibly on; maybe on; if you could find; possible to; only if; once; once more; one more;
    same; the lot; thing; things; stuff; matter; matters; way; ways; nope
"""
