"""What a perfect reading of the five seed texts finds, written by hand.

Run as a program, it writes `tests/fixtures/seeds-findings/*.json`; offsets are looked up in `seeds/texts`.
"""

import hashlib
import json
from pathlib import Path

from assembly_records import Record, literal

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "seeds" / "texts"
FIXTURES = ROOT / "tests" / "fixtures" / "seeds-findings"


def _record(name: str, **document: object) -> Record:
    raw = (TEXTS / f"{name}.txt").read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    return Record(name, raw.decode(), source=f"seeds/texts/{name}.txt", sha256=digest, **document)


def _date(value: str) -> object:
    return literal(value, {10: "date", 7: "gYearMonth", 4: "gYear"}[len(value)])


def _bodies(r: Record, **orgs: tuple[str, ...]) -> None:
    for acronym, names in orgs.items():
        r.thing(acronym.lower(), "organization", "IntergovernmentalOrganization", *names, acronyms=[acronym])


def _places(r: Record, **places: str) -> None:
    for key, name in places.items():
        r.thing(key, "place", "Place", name)


def _topics(r: Record, *names: str) -> None:
    for name in names:
        r.thing(name.replace(" ", "-"), "topic", "Concept", name, form="description")


def _topic_of(r: Record, subject: str, evidence: str, *names: str) -> None:
    for name in names:
        r.say(subject, "topic", name.replace(" ", "-"), evidence)


def _sign(r: Record, agreement: str, key: str, person: str, role: str, org: str, *evidence: str) -> None:
    r.thing(key, "signature", "Signature")
    r.say(agreement, "signature", key, *evidence)
    r.say(key, "signatory", person, *evidence)
    r.say(key, "onBehalfOf", org, *evidence)
    r.say(key, "inRole", literal(role), *evidence)


def _post(r: Record, key: str, person: str, role: str, org: str, evidence: str) -> None:
    r.thing(key, "post", "Post")
    r.say(key, "heldBy", person, evidence)
    r.say(key, "postAt", org, evidence)
    r.say(key, "roleName", literal(role), evidence)


def _quotation(r: Record, key: str, speaker: str, first: str, last: str, of: str | None = None) -> None:
    start, end = r.span(first, last)
    r.thing(key, "quotation", "Quotation", at=[r.text[start:end]])
    evidence = r.because("quotation", first, last)
    r.say(key, "speaker", speaker, evidence)
    r.say(key, "quote", literal(" ".join(r.text[start:end].split())), evidence)
    if of:
        r.say(key, "attributedTo", of, evidence)


def _cite(r: Record, key: str, cited: str, first: str, last: str | None = None, **how: str) -> None:
    start, end = r.span(first, last)
    r.thing(key, "citation", "Citation", at=[r.text[start:end]])
    evidence = r.because("citation", first, last)
    r.say("doc", "citation", key, evidence)
    r.say(key, "citedText", literal(" ".join(r.text[start:end].split())), evidence)
    r.say(key, "citedSource", cited, evidence)
    for prop, value in how.items():
        r.say(key, prop, literal(value), evidence)


def _cited(r: Record, key: str, title: str, date: str = "", publisher: str = "", author: str = "") -> None:
    r.thing(key, "document", "Document", title)
    evidence = r.because("citation", title)
    r.say(key, "title", literal(title), evidence)
    if date:
        r.say(key, "datePublished", _date(date), evidence)
    if publisher:
        r.say(key, "publisher", literal(publisher), evidence)
    if author:
        r.say(key, "author", literal(author), evidence)


UNODC = ("United Nations Office on Drugs and Crime",)
IOM = ("International Organization for Migration",)


def monitor_2012() -> Record:
    r = _record(
        "000_ba0bc78a44d906bd",
        title="United Nations: UNODC and IOM Sign MOU to Enhance Cooperation in Combating Human Trafficking, "
        "Migrant Smuggling",
        publisher="Library of Congress",
        date="2012-04-23",
        genre="legal-monitor",
        basis={"title": "text", "date": "text", "publisher": "text"},
    )
    _bodies(r, UNODC=UNODC, IOM=IOM)
    r.thing("un", "organization", "IntergovernmentalOrganization", "United Nations", acronyms=["UN"])
    _topics(r, "human trafficking", "smuggling of migrants", "border management", "trafficking in persons")
    r.thing(
        "a1",
        "agreement",
        "MemorandumOfUnderstanding",
        "Memorandum of Understanding",
        acronyms=["MOU"],
        focus=True,
    )
    signs = r.because("signs", "(Apr. 23, 2012) The United Nations", "smuggling of migrants.")
    r.say("a1", "party", "unodc", signs)
    r.say("a1", "party", "iom", signs)
    r.say("a1", "dateSigned", _date("2012-04-17"), signs)
    r.say("a1", "status", literal("signed"), signs)
    _topic_of(r, "a1", signs, "human trafficking", "smuggling of migrants")
    _topic_of(r, "a1", r.because("topics", "They also pledged", "border management."), "border management")
    r.thing(
        "a2",
        "agreement",
        "FrameworkAgreement",
        "United Nations cooperation framework",
        at=["1996 United Nations cooperation framework"],
        form="description",
    )
    reaffirms = r.because("reaffirms", "On the occasion of the signing", "cooperation measures.”")
    r.say("a2", "dateSigned", _date("1996"), reaffirms)
    r.say("a1", "reaffirms", "a2", reaffirms)
    r.thing(
        "a3",
        "agreement",
        "CooperationAgreement",
        "Cooperation Agreement Between the United Nations and the International Organization for Migration",
    )
    cited = r.because("citation", "Cooperation Agreement Between the United Nations", "(June 25, 1996)")
    r.say("a3", "party", "un", cited)
    r.say("a3", "party", "iom", cited)
    r.say("a3", "dateSigned", _date("1996-06-25"), cited)
    _monitor_2012_cooperation(r)
    _monitor_2012_bodies(r)
    _monitor_2012_citations(r)
    return r


def _monitor_2012_cooperation(r: Record) -> None:
    _places(r, sa="Southern Africa", wa="West Africa", hoa="Horn of Africa", co="Colombia")
    r.thing("w1", "cooperation", "Cooperation")
    works = r.because("cooperates", "It further pointed out", "Horn of Africa and Colombia.”")
    for body in ("unodc", "iom"):
        r.say("w1", "participant", body, works)
    for place in ("sa", "wa", "hoa", "co"):
        r.say("w1", "coversArea", place, works)
    _topic_of(r, "w1", works, "trafficking in persons", "smuggling of migrants")


def _monitor_2012_bodies(r: Record) -> None:
    for key, name in (
        ("gmg", "Global Migration Group"),
        ("icat", "Inter-Agency Coordination Group Against Trafficking in Persons"),
        ("ungift", "U.N. Global Initiative to Fight Human Trafficking"),
    ):
        r.thing(key, "organization", "CoordinationBody", name)
        r.say(
            "a1",
            "jointBody",
            key,
            r.because("joint-body", "The new agreement also supplements", "Trafficking."),
        )
    r.thing("t1", "agreement", "Convention", "U.N. Convention on Transnational Organized Crime")
    r.thing(
        "t2",
        "agreement",
        "Protocol",
        "protocol on trafficking in persons",
        at=["protocols on trafficking in persons"],
    )
    r.thing(
        "t3",
        "agreement",
        "Protocol",
        "protocol on migrant smuggling",
        at=["protocols on trafficking in persons and migrant smuggling"],
    )
    rests = r.because("underpins", "The underpinnings of its work", "migrant smuggling.")
    for treaty in ("t1", "t2", "t3"):
        r.say("unodc", "workRestsOn", treaty, rests)
    for protocol in ("t2", "t3"):
        r.say(protocol, "protocolTo", "t1", rests)
    r.thing("db1", "resource", "InformationResource", "Human Trafficking Case Law Database")
    r.say("unodc", "offers", "db1", r.because("offers", "The UNODC has available", "Apr. 19, 2012))."))
    r.thing("db2", "resource", "InformationResource", "Migration Law Database")
    r.say("iom", "offers", "db2", r.because("offers", "The IOM has compiled", "Apr. 19, 2012).)"))


def _monitor_2012_citations(r: Record) -> None:
    closer = "UNODC and International Organization for Migration Sign Agreement for Closer Cooperation"
    step_up = "UN and Global Migration Agency Agree to Step Up Efforts to Combat Human Trafficking"
    trafficking = "United Nations: Agreement to Combat Trafficking in Persons"
    convention = "United Nations Convention Against Transnational Crime and the Protocols Thereto"
    _cited(r, "d1", step_up, "2012-04-17", publisher="UN NEWS CENTRE")
    _cited(r, "d2", closer, "2012-04-17", publisher="UNODC website")
    _cited(r, "d3", trafficking, "2011-12-06", publisher="GLOBAL LEGAL MONITOR", author="Wendy Zeldin")
    _cited(r, "d4", convention, publisher="UNODC website")
    _cited(r, "d5", "About IOM", publisher="IOM website")
    _cite(r, "c1", "d1", step_up, "(Apr. 17, 2012)")
    _cite(r, "c2", "d2", closer, "(Apr. 17, 2012)")
    _cite(r, "c3", "d2", f"{closer}, supra", backReference="supra")
    _cite(r, "c4", "a3", "Cooperation Agreement Between the United Nations", "(June 25, 1996)")
    _cite(r, "c5", "a3", "(Id.", backReference="Id.")
    _cite(r, "c6", "d3", "see also Wendy Zeldin", "(Dec. 6, 2011)", signal="see also")
    _cite(r, "c7", "d4", convention, "(last visited Apr. 19, 2012)")
    _cite(r, "c9", "d5", "About IOM", "(last visited Apr. 19, 2012)")
    _cite(r, "c10", "db2", "Migration Law Database", "(last visited Apr. 19, 2012)")


def monitor_2011() -> Record:
    r = _record(
        "001_38f187a9cde52603",
        title="United Nations: Agreement to Combat Trafficking in Persons",
        publisher="Library of Congress",
        date="2011-12-06",
        genre="legal-monitor",
        basis={"title": "text", "date": "text", "publisher": "text"},
    )
    _bodies(r, UNODC=("U.N. Office on Drugs and Crime",), UNHCR=("U.N. High Commissioner for Refugees",))
    _topics(r, "trafficking in persons", "smuggling of migrants", "migration management", "health work")
    r.thing(
        "a1",
        "agreement",
        "MemorandumOfUnderstanding",
        "Memorandum of Understanding",
        acronyms=["MOU"],
        focus=True,
    )
    signs = r.because("signs", "(Dec. 6, 2011) On October 31, 2011", "smuggling of migrants.")
    r.say("a1", "party", "unodc", signs)
    r.say("a1", "party", "unhcr", signs)
    r.say("a1", "dateSigned", _date("2011-10-31"), signs)
    r.say("a1", "status", literal("signed"), signs)
    _topic_of(r, "a1", signs, "trafficking in persons", "smuggling of migrants")
    covers = r.because("topics", "Issues covered by the MOU", "Human Trafficking.")
    _topic_of(r, "a1", covers, "migration management", "health work")
    r.thing("ungift", "organization", "CoordinationBody", "U.N. Global Initiative to Fight Human Trafficking")
    r.say("a1", "jointBody", "ungift", covers)
    _places(r, la="Latin America", goa="Gulf of Aden", af="Afghanistan", na="North Africa")
    regions = r.because("covers-area", "The work of the two agencies targets", "these regions.")
    for place in ("la", "goa", "af", "na"):
        r.say("a1", "coversArea", place, regions)
    _monitor_2011_people(r)
    _monitor_2011_citations(r)
    return r


def _monitor_2011_people(r: Record) -> None:
    r.thing("p1", "person", "Person", "Yuri Fedotov")
    r.thing("p2", "person", "Person", "António Guterres")
    stated = r.because("post", "The Executive Director of the UNODC", "signing of the MOU:")
    co_signer = r.because("co-signer", "Co-signer UNHCR High Commissioner", "criminal actors.”")
    heads = r.because("signs", "(Dec. 6, 2011) On October 31, 2011", "smuggling of migrants.")
    _sign(r, "a1", "sg1", "p1", "Executive Director", "unodc", heads, stated)
    _sign(r, "a1", "sg2", "p2", "High Commissioner", "unhcr", co_signer)
    _post(r, "po1", "p1", "Executive Director", "unodc", stated)
    _post(r, "po2", "p2", "High Commissioner", "unhcr", co_signer)
    _quotation(r, "q1", "p1", "UNODC's mandate in combating", "need it the most.")
    _quotation(r, "q2", "p2", "victims, not only of traditional", "criminal actors.")


def _monitor_2011_citations(r: Record) -> None:
    unhcr = (
        "UNODC and UNHCR Sign Memorandum of Understanding to Combat Human Trafficking and Migrant Smuggling"
    )
    press = (
        "Press Conference on Signing of Memorandum of Understanding Between United Nations Office on Drugs "
        "and Crime, United Nations High Commissioner for Refugees"
    )
    slater = "UN Agencies Sign Agreement to Combat Human Trafficking"
    _cited(r, "d1", slater, "2011-11-01", publisher="PAPER CHASE NEWSBURST", author="Max Slater")
    _cited(r, "d2", unhcr, "2011-11-01", publisher="UNODC website")
    _cited(r, "d3", press, "2011-10-31", publisher="U.N. website")
    _cite(r, "c1", "d1", "Max Slater", "(Nov. 1, 2011)")
    _cite(r, "c2", "d2", unhcr, "(Nov. 1, 2011)")
    _cite(r, "c3", "d2", "(Id.)", backReference="Id.")
    _cite(r, "c4", "d3", press, "(Oct. 31, 2011.)")
    _cite(r, "c5", "d2", f"{unhcr}, supra", backReference="supra")
    _cite(r, "c6", "d3", "Press Conference, supra", backReference="supra")


def press_release() -> Record:
    title = (
        "UNODC and IOM Sign Agreement for Closer Cooperation to Combat Human Trafficking, Migrant Smuggling "
        "and to Improve Border Management"
    )
    r = _record("002_a5ccc2b4aa2979e3", title=title, genre="press-release", basis={"title": "text"})
    _bodies(r, UNODC=UNODC, IOM=IOM, GMG=("Global Migration Group",))
    r.thing(
        "ilo",
        "organization",
        "IntergovernmentalOrganization",
        "International Labour Organization",
        acronyms=["ILO"],
    )
    _topics(
        r,
        "human trafficking",
        "migrant smuggling",
        "border management",
        "corruption",
        "trafficking in persons",
    )
    r.thing("smuggling-of-migrants", "topic", "Concept", "smuggling of migrants", form="description")
    r.thing(
        "a1",
        "agreement",
        "MemorandumOfUnderstanding",
        "Memorandum of Understanding",
        at=["sign an agreement", "Memorandum of Understanding", "cooperation agreement"],
        focus=True,
    )
    will = r.because("signs", "The United Nations Office on Drugs and Crime (UNODC)", "corruption.")
    margin = r.because("signs-passive", "The Memorandum of Understanding will be signed", "in Vienna.")
    for body in ("unodc", "iom"):
        r.say("a1", "party", body, will)
    later = "later today, from the document's date"
    r.say("a1", "dateSigned", literal("P0D", "relative"), will, basis=later)
    r.say("a1", "status", literal("planned"), will)
    _topic_of(r, "a1", will, "human trafficking", "migrant smuggling", "border management", "corruption")
    _places(r, vienna="Vienna", sa="Southern Africa", wa="West Africa", hoa="Horn of Africa", co="Colombia")
    conference = "10th Ministerial Conference of the Central Asia Border Security Initiative"
    r.thing("ev1", "event", "Event", conference, at=[conference])
    r.say("a1", "placeSigned", "vienna", margin)
    r.say("a1", "occasion", "ev1", margin)
    _press_people(r, margin)
    _press_cooperation(r)
    return r


def _press_people(r: Record, margin: str) -> None:
    r.thing("p1", "person", "Person", "William Lacy Swing", "Swing")
    r.thing("p2", "person", "Person", "Yury Fedotov", "Fedotov", at=["Yury Fedotov"])
    _sign(r, "a1", "sg1", "p1", "Director General", "iom", margin)
    _sign(r, "a1", "sg2", "p2", "Executive Director", "unodc", margin)
    _post(r, "po1", "p1", "Director General", "iom", margin)
    _post(r, "po2", "p2", "Executive Director", "unodc", margin)
    _quotation(r, "q1", "p1", "The signing of this cooperation agreement", "humane way,")
    _quotation(
        r, "q2", "p2", "According to the International Labour Organization", "against this global", of="ilo"
    )
    claim = r.because("claim", "UNODC Executive Director Fedotov said", "extraordinary proportions.")
    r.thing("ht", "topic", "Concept", "human trafficking annual proceeds", at=["human trafficking generates"])
    r.say("ht", "amount", literal("USD 32 billion annually"), claim, modality="claimed", speaker="ilo")


def _press_cooperation(r: Record) -> None:
    builds = r.because("joint-body", "It builds upon joint cooperation", "among others.")
    r.say("a1", "jointBody", "gmg", builds)
    icat = "Inter-Agency Coordination Group against Trafficking in Persons"
    r.thing("icat", "organization", "CoordinationBody", icat, at=[icat])
    ungift = "United Nations Global Initiative to Fight Human Trafficking"
    r.thing("ungift", "organization", "CoordinationBody", ungift, acronyms=["UNGIFT"], at=[ungift])
    for body in ("icat", "ungift"):
        r.say("a1", "jointBody", body, builds)
    r.thing(
        "a2",
        "agreement",
        "FrameworkAgreement",
        "United Nations Cooperation Framework",
        at=["1996 United Nations Cooperation Framework"],
        form="description",
    )
    reaffirmed = r.because(
        "reaffirms", "IOM and UNODC have a long-standing partnership", "cooperation measures."
    )
    r.say("a2", "dateSigned", _date("1996"), reaffirmed)
    r.say("a1", "reaffirms", "a2", reaffirmed)
    r.thing("w1", "cooperation", "Cooperation")
    works = r.because("cooperates", "UNODC is already working closely", "Colombia.")
    for body in ("unodc", "iom"):
        r.say("w1", "participant", body, works)
    for place in ("sa", "wa", "hoa", "co"):
        r.say("w1", "coversArea", place, works)
    _topic_of(r, "w1", works, "trafficking in persons", "smuggling of migrants")
    frame = "International Framework for Action to Implement the"
    inputs = r.because("contributes", "In addition to cooperation in technical", "Migrants Protocol.")
    for key, subject in (
        ("pub1", "Trafficking in Persons Protocol"),
        ("pub2", "Smuggling of Migrants Protocol"),
    ):
        r.thing(key, "publication", "Publication", f"{frame} {subject}", at=[f"{frame} {subject}"])
        r.say(key, "issuedBy", "unodc", inputs)
        r.say(key, "contributor", "iom", inputs)


def partnership() -> Record:
    r = _record("003_9bbeb9b0ac9122a6", genre="news", basis={})
    _bodies(r, UNODC=UNODC, IOM=IOM)
    _topics(r, "transnational organized crime", "human trafficking", "migrant smuggling", "border management")
    _topics(r, "border security", "terrorism prevention")
    r.thing("a1", "agreement", "StatementOfPartnership", "Statement of Partnership", focus=True)
    signed = r.because("signs", "The International Organization for Migration (IOM)", "related to migration.")
    for body in ("iom", "unodc"):
        r.say("a1", "party", body, signed)
    r.say("a1", "status", literal("signed"), signed)
    _topic_of(r, "a1", signed, "transnational organized crime")
    aims = r.because("topics", "The partnership aims to facilitate", "other partners.")
    wanted = (
        "human trafficking",
        "migrant smuggling",
        "border management",
        "border security",
        "terrorism prevention",
    )
    _topic_of(r, "a1", aims, *wanted)
    r.thing("p1", "person", "Person", "Amy Pope")
    r.thing("p2", "person", "Person", "Ghada Waly")
    waly = r.because("signs-quoted", "“I am pleased to sign this new Statement", "migration pathways.”")
    r.say("a1", "dateSigned", literal("P0D", "relative"), waly, basis="today, from the document's date")
    _sign(r, "a1", "sg1", "p2", "Executive Director", "unodc", waly)
    _post(
        r,
        "po1",
        "p1",
        "Director General",
        "iom",
        r.because("post", "“With 2023 as the deadliest", "Amy Pope."),
    )
    _post(r, "po2", "p2", "Executive Director", "unodc", r.because("post", "“As conflict", "Ghada Waly."))
    _quotation(r, "q1", "p1", "With 2023 as the deadliest", "organized crime,")
    _quotation(r, "q2", "p2", "I am pleased to sign", "migration pathways.")
    _partnership_lineage(r)
    return r


def _partnership_lineage(r: Record) -> None:
    r.thing("a2", "agreement", "CooperationAgreement", "Cooperation Agreement")
    guided = r.because("guided-by", "UNODC and IOM have a longstanding partnership", "(ICAT).")
    for body in ("iom", "unodc"):
        r.say("a2", "party", body, guided)
    r.say("a2", "dateSigned", _date("2012-04-17"), guided)
    r.say("a2", "status", literal("signed"), guided)
    r.say("a1", "buildsOn", "a2", guided)
    r.thing(
        "icat",
        "organization",
        "CoordinationBody",
        "Inter-Agency Coordination Group against Trafficking in Persons",
        acronyms=["ICAT"],
    )
    r.thing("network", "organization", "CoordinationBody", "UN Network on Migration")
    r.thing("a3", "agreement", "CooperationAgreement", "new cooperation agreement", form="description")
    r.thing("a4", "agreement", "Agreement", "joint work plan", form="description")
    planned = r.because(
        "agreed-to-develop", "The two organizations have also agreed", "operational cooperation."
    )
    for agreement in ("a3", "a4"):
        r.say(agreement, "status", literal("planned"), planned, modality="planned")
        for body in ("iom", "unodc"):
            r.say(agreement, "expectedParty", body, planned, modality="planned")


def joint_platform() -> Record:
    title = "UNODC, IOM Launch New Initiative to Counter Migrant Smuggling"
    r = _record("004_f7b6517e4de4279e", title=title, genre="news", basis={"title": "text"})
    _bodies(r, UNODC=UNODC)
    r.thing(
        "iom",
        "organization",
        "IntergovernmentalOrganization",
        "IOM",
        "United Nations Migration Agency",
        acronyms=["IOM"],
    )
    _topics(r, "migrant smuggling")
    r.thing("a1", "agreement", "Initiative", "Joint Platform on Countering Migrant Smuggling", focus=True)
    event = r.because("launches", "On 28 March", "Migrant Smuggling.")
    for body in ("iom", "unodc"):
        r.say("a1", "party", body, event)
    r.say("a1", "eventDate", literal("--03-28", "gMonthDay"), event)
    later = r.because("year-beside", "In 2018, UNODC will publish", "Smuggling of Migrants.", confidence=0.5)
    year = "the year of 28 March, from the year that the text names as coming or present"
    r.say("a1", "dateInferred", _date("2018-03-28"), event, later, modality="inferred", basis=year)
    r.thing("vienna", "place", "Place", "Vienna")
    r.say("a1", "placeSigned", "vienna", event)
    _topic_of(r, "a1", event, "migrant smuggling")
    _platform_works(r, later)
    return r


def _platform_works(r: Record, later: str) -> None:
    r.thing("pub1", "publication", "Publication", "Comprehensive Approach to Counter Migrant Smuggling")
    adopted = r.because("publishes", "In 2016, it adopted", "data collection.")
    r.say("pub1", "issuedBy", "iom", adopted)
    r.say("pub1", "datePublished", _date("2016"), adopted)
    r.thing("pub2", "publication", "Publication", "Global Study on the Smuggling of Migrants")
    r.say("pub2", "issuedBy", "unodc", later)
    r.say("pub2", "datePublished", _date("2018"), later, modality="planned")
    r.thing("t1", "agreement", "Convention", "Convention against Transnational Organized Crime")
    r.thing("t2", "agreement", "Protocol", "United Nations Protocol against the Smuggling of Migrants")
    guardian = r.because("guardian", "UNODC is the guardian", "Transnational Organized Crime.")
    r.say("unodc", "guardianOf", "t2", guardian)
    r.say("t2", "protocolTo", "t1", guardian)
    r.thing("db1", "resource", "InformationResource", "Smuggling of Migrants Knowledge Portal")
    produced = r.because("offers", "UNODC has also produced", "different parts of the world.")
    r.say("unodc", "offers", "db1", produced)


def seeds() -> list[Record]:
    return [monitor_2012(), monitor_2011(), press_release(), partnership(), joint_platform()]


def main() -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for record in seeds():
        data = json.dumps(record.findings().to_json(), ensure_ascii=False, indent=1)
        (FIXTURES / f"{record.document['id']}.json").write_text(data + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
