"""Puts an office together: the table of use cases, the database, the feed."""

from __future__ import annotations

from collections.abc import Callable

from clinic_desktop.domain import availability as a
from clinic_desktop.domain import booking as b
from clinic_desktop.domain import bulk
from clinic_desktop.domain import custom as f
from clinic_desktop.domain import doctors as d
from clinic_desktop.domain import parking as k
from clinic_desktop.domain import patients as c
from clinic_desktop.domain import people as p
from clinic_desktop.domain import purposes as u
from clinic_desktop.domain import series as r
from clinic_desktop.domain import several as v
from clinic_desktop.domain import sites as s
from clinic_desktop.domain import timeoff as o
from clinic_desktop.domain.away import AwayOf
from clinic_desktop.domain.backup import BackedUp, BackUp
from clinic_desktop.domain.contacts import AddContact, ContactsOf, RemoveContact
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.journal import AcceptRestored, Lost, WhatIsLost
from clinic_desktop.domain.offers import NextTimes, Offers, Said, Say
from clinic_desktop.domain.office import Office, Site
from clinic_desktop.domain.openings import NextOpenings, Openings
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.rights import MyRights
from clinic_desktop.domain.selfbooking import (
    PassedLimit,
    SetSelfBooking,
    TheSelfBooking,
    TimesForPatients,
)
from clinic_desktop.domain.sheets import SheetsOf, ToPrint
from clinic_desktop.domain.time import Clock, system_clock, zone_named
from clinic_desktop.domain.together import (
    BookedTogether,
    BookTogether,
    NextTogether,
    TogetherBooked,
    TogetherOffers,
)
from clinic_desktop.scheduling import (
    agenda,
    away,
    booking,
    changing,
    contacts,
    custom,
    doctors,
    explaining,
    finding,
    horizon,
    hours,
    merging,
    openings,
    parking,
    patients,
    people,
    picture,
    preview,
    purposes,
    searching,
    selfbooking,
    series,
    several,
    site,
    sites,
    time_off,
    undo,
    users,
    visit_types,
)
from clinic_desktop.scheduling.early import Known
from clinic_desktop.scheduling.office import ClinicOffice, CommandHandlers, QueryHandlers
from clinic_desktop.settings import Settings, machine_zone
from clinic_desktop.storage import guards
from clinic_desktop.storage.database import Database, Read, Transaction, rights_of
from clinic_desktop.storage.engines import Access
from clinic_desktop.storage.feeds import POLL_MS, feed_of

DEMO_NAME = "Demo clinic"


def _import_history(transaction: Transaction, command: bulk.ImportHistory) -> bulk.HistoryImported:
    """Import a history; what reads files is loaded by whoever imports one."""
    from clinic_desktop.exchange.histories import import_history

    return import_history(transaction, command)


def _fill_demo(transaction: Transaction, command: bulk.FillDemo) -> bulk.DemoFilled:
    """Fill the demo clinic; what makes it up is loaded by whoever wants one."""
    from clinic_desktop.scheduling.demo import fill_demo

    return fill_demo(transaction, command)


def _sheets(read: Read, query: SheetsOf) -> ToPrint:
    """Answer what is printed; loaded by whoever prints."""
    from clinic_desktop.scheduling.sheets import sheets

    return sheets(read, query)


def _back_up(read: Read, query: BackUp) -> BackedUp:
    """Make a backup; loaded by whoever wants one."""
    from clinic_desktop.scheduling.backup import back_up

    return back_up(read, query)


def _next_times(read: Read, query: NextTimes) -> Offers:
    """Answer the next times; loaded by whoever looks for some."""
    from clinic_desktop.scheduling.offers import next_times

    return next_times(read, query)


def _say(read: Read, query: Say) -> Said:
    """Answer what a line means; its four languages are loaded by whoever says one."""
    from clinic_desktop.scheduling.saying import say

    return say(read, query)


def _propose(read: Read, query: r.ProposeSeries) -> r.Proposal:
    """Answer a series as it would be; loaded by whoever wants one."""
    from clinic_desktop.scheduling.proposing import propose

    return propose(read, query)


def _next_together(read: Read, query: NextTogether) -> TogetherOffers:
    """Answer times for several patients; loaded by whoever looks for some."""
    from clinic_desktop.scheduling.together import next_together

    return next_together(read, query)


def _together_booked(read: Read, query: TogetherBooked) -> BookedTogether | None:
    """Answer what became of booking several; loaded by whoever asks."""
    from clinic_desktop.scheduling.together import together_booked

    return together_booked(read, query)


def _book_together(transaction: Transaction, command: BookTogether) -> BookedTogether:
    """Book several patients; loaded by whoever does."""
    from clinic_desktop.scheduling.together import book_together

    return book_together(transaction, command)


def _likely_same(read: Read, query: c.LikelySame) -> tuple[c.Likeness, ...]:
    """Answer who may be registered twice; what compares names is loaded by whoever asks."""
    from clinic_desktop.scheduling.likeness import likely_same

    return likely_same(read, query)


def _holidays(read: Read, query: o.HolidaysOf) -> tuple[o.Holiday, ...]:
    """Answer public holidays; a library of all countries is loaded by whoever asks."""
    from clinic_desktop.scheduling.holidays import holidays_of

    return holidays_of(read, query)


def _home_country(read: Read, _query: o.HomeCountry) -> str:
    """Answer the clinic's country; loaded with its holidays."""
    from clinic_desktop.scheduling.holidays import home_country

    return home_country(read)


COMMANDS: CommandHandlers = {
    p.AddDoctor: people.add_doctor,
    d.TakeOnDoctor: doctors.take_on,
    d.RemoveDoctor: doctors.remove_doctor,
    p.AddRoom: people.add_room,
    p.ChangeRoom: people.change_room,
    p.ChangeEquipment: people.change_equipment,
    s.AddSite: sites.add_site,
    s.ChangeSite: sites.change_site,
    s.SetTravel: sites.set_travel,
    p.AddEquipment: people.add_equipment,
    p.AddAppointmentType: visit_types.add_appointment_type,
    p.ChangeAppointmentType: visit_types.change_appointment_type,
    p.AddPatient: patients.add_patient,
    c.ChangePatient: patients.change_patient,
    c.MergePatients: merging.merge,
    u.AddPurpose: purposes.add_purpose,
    u.ChangePurpose: purposes.change_purpose,
    f.AddField: custom.add_field,
    f.ChangeField: custom.change_field,
    f.RemoveField: custom.remove_field,
    p.AllowRight: users.allow_right,
    p.DisallowRight: users.disallow_right,
    a.SetWeeklyHours: hours.set_weekly_hours,
    a.SetDays: hours.set_days,
    a.CopyDays: hours.copy_days,
    a.ExtendHorizon: horizon.extend,
    o.AddTimeOff: time_off.add_time_off,
    o.RemoveTimeOff: time_off.remove_time_off,
    o.CloseClinic: time_off.close_clinic,
    SetSelfBooking: selfbooking.set_self_booking,
    b.BookBlock: booking.book,
    b.MoveAppointment: changing.move,
    b.CancelAppointment: changing.cancel,
    b.SetStatus: changing.set_status,
    k.ParkAppointment: parking.park,
    k.PlanVisit: parking.plan,
    k.DropParked: parking.drop,
    k.ShareParked: parking.share,
    k.RemoveParked: parking.remove,
    BookTogether: _book_together,
    AddContact: contacts.add_contact,
    RemoveContact: contacts.remove_contact,
    r.BookSeries: series.book_series,
    r.CancelSeries: series.cancel_series,
    r.MoveSeries: series.move_series,
    v.MoveSeveral: several.move_several,
    v.CancelSeveral: several.cancel_several,
    b.Undo: undo.undo,
    b.Redo: undo.redo,
    bulk.FillDemo: _fill_demo,
    bulk.ImportHistory: _import_history,
}
QUERIES: QueryHandlers = {
    **picture.ANSWERS,
    p.AppointmentTypes: visit_types.appointment_types,
    p.Users: users.users,
    p.DoctorCalled: people.doctor_called,
    p.PatientCalled: people.patient_called,
    p.TypeCalled: visit_types.type_called,
    s.Branches: sites.branches,
    s.SitesOfBlocks: sites.sites_of_blocks,
    s.Travels: sites.travels,
    s.SitesFor: sites.sites_for,
    p.FindPatients: searching.find_patients,
    p.PatientInBrief: finding.patient_in_brief,
    p.ThePatient: finding.the_patient,
    c.LikelySame: _likely_same,
    a.HoursOf: hours.hours_of,
    u.Purposes: purposes.purposes,
    f.CustomFields: custom.fields,
    o.TimeOffOf: time_off.time_off_list,
    o.TheTimeOff: time_off.the_time_off,
    o.VisitsIn: time_off.visits_in,
    o.HolidaysOf: _holidays,
    o.HomeCountry: _home_country,
    EffectOf: preview.effect_of,
    AwayOf: away.away_times,
    b.Blocks: agenda.blocks,
    b.NextFree: agenda.next_free,
    Openings: openings.openings,
    NextOpenings: openings.next_openings,
    Why: explaining.why,
    TheSelfBooking: selfbooking.the_self_booking,
    PassedLimit: selfbooking.passed_limit,
    TimesForPatients: selfbooking.times_for_patients,
    NextTimes: _next_times,
    NextTogether: _next_together,
    TogetherBooked: _together_booked,
    ContactsOf: contacts.contacts_of,
    Say: _say,
    r.TheSeries: series.the_series,
    r.ProposeSeries: _propose,
    b.TheAppointment: agenda.the_appointment,
    b.History: agenda.history,
    SheetsOf: _sheets,
    BackUp: _back_up,
}


def open_office(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    feed: bool = True,
    poll_ms: int = POLL_MS,
    any_fingerprint: bool = False,
    known: Known | None = None,
) -> Office:
    """Open the clinic that the settings name.

    ``feed`` brings the news of commits; on SQLite it looks every ``poll_ms``. With
    ``any_fingerprint`` a database whose rules were tampered with is opened too, only to be read.
    ``known`` is for whoever examined and reads the file already: that is not done twice, and
    nothing of what came since goes untold.

    Raises:
        Unavailable: there is none, or it can't be opened; no byte was written.

    """
    database = _database(settings, clock, "read" if any_fingerprint else "write")
    try:
        if known is None:
            guards.examine(database, any_fingerprint=any_fingerprint)
        else:
            # Once only: POSIX ends all locks of a process on a file when it closes one opening of
            # it. Other programs would then throw away the log that this one still writes.
            database.opened.stands(known.identity, known.schema_mark)
        news = feed_of(database, poll_ms) if feed else None
        if news is not None and known is not None:
            news.subscribe(known.listener)
        after = known.sequence if known else None
        return ClinicOffice(database, _commands(database), _queries(database), news, after)
    except BaseException:
        database.close()
        raise


def create_clinic(
    settings: Settings,
    *,
    name: str | None = None,
    zone: str | None = None,
    clock: Clock = system_clock,
) -> Site:
    """Create the clinic that the settings name, or bring its schema up to date.

    Raises:
        Refusal, Misuse, Unavailable: nothing was made.

    """
    # Before anything is made, a folder for the file included.
    zone_named(zone or "UTC")
    database = _database(settings, clock, "create")
    try:
        guards.examine_new(database)
        made = site.create(database, name=name, zone=zone)
        if database.anchor is not None and site.is_new(database):
            database.anchor.forget()
        return made
    finally:
        database.close()


def create_demo(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    progress: Callable[[float], None] | None = None,
) -> Site:
    """Create the demo clinic where the settings name one and fill it; a filled one stays as it is.

    ``progress`` is told from time to time which share (0 to 1) is done.

    Raises:
        Refusal, Misuse, Unavailable: nothing was made, or only the empty clinic.

    """
    from clinic_desktop.scheduling.demo import fill_demo

    try:
        made = create_clinic(settings, name=DEMO_NAME, zone=machine_zone() or "UTC", clock=clock)
    except Misuse as error:
        if error.code != "already_a_clinic":
            raise
        made = create_clinic(settings, clock=clock)
    database = _database(settings, clock)
    try:
        command = bulk.FillDemo()
        database.write(command, lambda transaction: fill_demo(transaction, command, progress))
    except Refusal as refusal:
        if refusal.code != "not_empty":
            raise
    finally:
        database.close()
    return made


def _database(settings: Settings, clock: Clock, access: Access = "write") -> Database:
    return Database(
        settings.database,
        actor=settings.actor,
        station=settings.station,
        clock=clock,
        access=access,
        state_folder=settings.state_folder,
    )


def _commands(database: Database) -> CommandHandlers:
    """Answer the table of wishes; one is about what this user saw of the journal before."""

    def accepted(transaction: Transaction, _command: AcceptRestored) -> Lost | None:
        return database.anchor.accept(transaction.connection) if database.anchor else None

    return {**COMMANDS, AcceptRestored: accepted}


def _queries(database: Database) -> QueryHandlers:
    """Answer the table of questions; some are about this user, and what was seen here before."""

    def verified(read: Read, query: b.Verify) -> b.Verified:
        # Loaded when asked: nobody else needs it, and every start would pay for it.
        from clinic_desktop.scheduling.verify import verify

        return verify(read, query, database.anchor.read() if database.anchor else None)

    def lost(read: Read, _query: WhatIsLost) -> Lost | None:
        return database.anchor.lost(read.connection) if database.anchor else None

    def my_rights(read: Read, _query: MyRights) -> frozenset[str]:
        return rights_of(read, database.actor)

    def parked(read: Read, query: k.ParkedVisits) -> tuple[k.Parked, ...]:
        return parking.parked_visits(read, query, database.actor)

    return {
        **QUERIES,
        b.Verify: verified,
        WhatIsLost: lost,
        MyRights: my_rights,
        k.ParkedVisits: parked,
    }
