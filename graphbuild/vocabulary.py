"""The terms that code writes, as N-Triples tokens; `ontology/govgraph.ttl` declares those of `gov:`.

Our own terms come first, by class; terms of other vocabularies last. A test holds that each one in
our namespace is declared, and that each declared one stands here or says why not.
"""

from typing import Final

GOV: Final = "https://w3id.org/govgraph/ontology#"
ORG: Final = "http://www.w3.org/ns/org#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "http://schema.org/"
PROV: Final = "http://www.w3.org/ns/prov#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "gov": GOV,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}


def concept(name: str) -> str:
    """Turn the name of a concept (`deciding`, `adoption`, `rule-present-at-item`) into its token."""
    return f"<{GOV}{name}>"


# Classes of our own
SOURCE_TEXT: Final = f"<{GOV}SourceText>"
MINUTES: Final = f"<{GOV}Minutes>"
MEETING: Final = f"<{GOV}Meeting>"
BODY: Final = f"<{GOV}Body>"
PARTICIPATION: Final = f"<{GOV}Participation>"
SIGNATURE: Final = f"<{GOV}Signature>"
AGENDA_ITEM: Final = f"<{GOV}AgendaItem>"
ITEM_PART: Final = f"<{GOV}ItemPart>"
PRESENTATION: Final = f"<{GOV}Presentation>"
DECISION: Final = f"<{GOV}Decision>"
ASSIGNMENT: Final = f"<{GOV}Assignment>"
FOLLOW_UP: Final = f"<{GOV}FollowUp>"
CITED_DOCUMENT: Final = f"<{GOV}CitedDocument>"
CASE: Final = f"<{GOV}Case>"
MOTION: Final = f"<{GOV}Motion>"
VOTE: Final = f"<{GOV}Vote>"
RESERVATION: Final = f"<{GOV}Reservation>"
DISQUALIFICATION: Final = f"<{GOV}Disqualification>"
REFERENCE: Final = f"<{GOV}Reference>"
ISSUE: Final = f"<{GOV}Issue>"
ANOMALY: Final = f"<{GOV}Anomaly>"
QUOTE: Final = f"<{GOV}Quote>"
INFERENCE: Final = f"<{GOV}Inference>"
DECIDING_GROUP: Final = f"<{GOV}DecidingGroup>"

# Properties of our own: evidence
EXACT: Final = f"<{GOV}exact>"
START: Final = f"<{GOV}start>"
PAGE: Final = f"<{GOV}page>"
RECOGNISED: Final = f"<{GOV}recognised>"
PAGE_PLACE: Final = f"<{GOV}pagePlace>"
END: Final = f"<{GOV}end>"
RULE: Final = f"<{GOV}rule>"
BASIS: Final = f"<{GOV}basis>"
# the source and the minutes
FILE_NAME: Final = f"<{GOV}fileName>"
SHA256: Final = f"<{GOV}sha256>"
TEXT_SHA256: Final = f"<{GOV}textSha256>"
PARSER_VERSION: Final = f"<{GOV}parserVersion>"
ENCODING: Final = f"<{GOV}encoding>"
MINUTES_OF: Final = f"<{GOV}minutesOf>"
APPROVAL_DATE: Final = f"<{GOV}approvalDate>"
APPROVAL_ONLINE: Final = f"<{GOV}approvalOnline>"
LINES_READ: Final = f"<{GOV}linesRead>"
LINES_UNDERSTOOD: Final = f"<{GOV}linesUnderstood>"
# the meeting
HELD_BY: Final = f"<{GOV}heldBy>"
START_TIME: Final = f"<{GOV}startTime>"
END_TIME: Final = f"<{GOV}endTime>"
ONLINE: Final = f"<{GOV}online>"
ITEMS_COVERED: Final = f"<{GOV}itemsCovered>"
NEXT_MEETING_DATE: Final = f"<{GOV}nextMeetingDate>"
NEXT_MEETING_END_DATE: Final = f"<{GOV}nextMeetingEndDate>"
# people and organisations
KNOWN_IN: Final = f"<{GOV}knownIn>"
ORGANISATION_KIND: Final = f"<{GOV}organisationKind>"
ORGANISATION_NUMBER: Final = f"<{GOV}organisationNumber>"
OF_MEETING: Final = f"<{GOV}meeting>"
OF_PERSON: Final = f"<{GOV}person>"
ORGANISATION_AS_WRITTEN: Final = f"<{GOV}organisationAsWritten>"
PARTY: Final = f"<{GOV}party>"
ROLE: Final = f"<{GOV}role>"
ROLE_KIND: Final = f"<{GOV}roleKind>"
ATTENDANCE: Final = f"<{GOV}attendance>"
ITEMS_ATTENDED: Final = f"<{GOV}itemsAttended>"
PRESENT_AT: Final = f"<{GOV}presentAt>"
REPLACES: Final = f"<{GOV}replaces>"
NOTE: Final = f"<{GOV}note>"
FIRST_SEEN: Final = f"<{GOV}firstSeen>"
LAST_SEEN: Final = f"<{GOV}lastSeen>"
ON_BEHALF_OF: Final = f"<{GOV}onBehalfOf>"
# items and their parts
OF_ITEM: Final = f"<{GOV}item>"
NUMBER: Final = f"<{GOV}number>"
ORDER: Final = f"<{GOV}order>"
OF_CASE: Final = f"<{GOV}case>"
IN_FOCUS_AREA: Final = f"<{GOV}focusArea>"
OUTCOME: Final = f"<{GOV}outcome>"
PREPARED_BY: Final = f"<{GOV}preparedBy>"
MAY_BE: Final = f"<{GOV}mayBe>"
MENTIONS: Final = f"<{GOV}mentions>"
DESIGNATION: Final = f"<{GOV}designation>"
DECISION_TYPE: Final = f"<{GOV}decisionType>"
POINT: Final = f"<{GOV}point>"
LEAD: Final = f"<{GOV}lead>"
CONCERNS: Final = f"<{GOV}concerns>"
DECIDED_BY: Final = f"<{GOV}decidedBy>"
ASSIGNEE: Final = f"<{GOV}assignee>"
ASSIGNEE_AS_WRITTEN: Final = f"<{GOV}assigneeAsWritten>"
DUE: Final = f"<{GOV}due>"
DUE_DATE: Final = f"<{GOV}dueDate>"
STATUS: Final = f"<{GOV}status>"
REPORTED_IN: Final = f"<{GOV}reportedIn>"
ATTACHMENT: Final = f"<{GOV}attachment>"
VOTES_FOR: Final = f"<{GOV}votesFor>"
VOTES_AGAINST: Final = f"<{GOV}votesAgainst>"
VOTES_ABSTAINED: Final = f"<{GOV}votesAbstained>"
VOTED_FOR: Final = f"<{GOV}votedFor>"
VOTED_AGAINST: Final = f"<{GOV}votedAgainst>"
ABSTAINED: Final = f"<{GOV}abstained>"
REFERRED_ITEM: Final = f"<{GOV}referredItem>"
REFERRED_MINUTES: Final = f"<{GOV}referredMinutes>"
# issues and anomalies
OF_MINUTES: Final = f"<{GOV}minutes>"
KIND: Final = f"<{GOV}kind>"
LINE: Final = f"<{GOV}line>"

# Terms of other vocabularies
A: Final = f"<{RDF}type>"
STATEMENT: Final = f"<{RDF}Statement>"
SUBJECT: Final = f"<{RDF}subject>"
PREDICATE: Final = f"<{RDF}predicate>"
OBJECT: Final = f"<{RDF}object>"
LABEL: Final = f"<{RDFS}label>"
SAME_AS: Final = f"<{OWL}sameAs>"
DERIVED_FROM: Final = f"<{PROV}wasDerivedFrom>"
HAD_MEMBER: Final = f"<{PROV}hadMember>"
ORGANIZATION: Final = f"<{ORG}Organization>"
MEMBERSHIP: Final = f"<{ORG}Membership>"
MEMBER: Final = f"<{ORG}member>"
CHANGE_EVENT: Final = f"<{ORG}ChangeEvent>"
ORIGINAL_ORGANIZATION: Final = f"<{ORG}originalOrganization>"
RESULTING_ORGANIZATION: Final = f"<{ORG}resultingOrganization>"
HAS_ORGANIZATION: Final = f"<{ORG}organization>"
UNIT_OF: Final = f"<{ORG}unitOf>"
PERSON: Final = f"<{FOAF}Person>"
NAME: Final = f"<{FOAF}name>"
START_DATE: Final = f"<{SCHEMA}startDate>"
END_DATE: Final = f"<{SCHEMA}endDate>"
LOCATION: Final = f"<{SCHEMA}location>"
TEXT: Final = f"<{SCHEMA}text>"
CONCEPT: Final = f"<{SKOS}Concept>"
ALT_LABEL: Final = f"<{SKOS}altLabel>"
PREF_LABEL: Final = f"<{SKOS}prefLabel>"
IN_SCHEME: Final = f"<{SKOS}inScheme>"
FOCUS_AREAS: Final = f"<{GOV}FocusAreas>"
TITLE: Final = f"<{DCTERMS}title>"
IDENTIFIER: Final = f"<{DCTERMS}identifier>"
SOURCE: Final = f"<{DCTERMS}source>"
FORMAT: Final = f"<{DCTERMS}format>"
LANGUAGE: Final = f"<{DCTERMS}language>"
IS_REPLACED_BY: Final = f"<{DCTERMS}isReplacedBy>"
IS_PART_OF: Final = f"<{DCTERMS}isPartOf>"
