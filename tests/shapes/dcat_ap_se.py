"""The members that DCAT-AP-SE 3.0.1 demands, by the profile for forms (RDForms) of DIGG."""

from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, Namespace

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

# For each class: its members, each with whether it may have one value only.
DEMANDED = {
    DCAT.Catalog: [
        (DCTERMS.title, False),
        (DCTERMS.description, False),
        (DCTERMS.publisher, True),
        (DCTERMS.license, True),
        (DCAT.dataset, False),
    ],
    DCAT.Dataset: [(DCTERMS.title, False), (DCTERMS.description, False), (DCTERMS.publisher, True)],
    DCAT.DataService: [(DCTERMS.title, False), (DCAT.endpointURL, False), (DCTERMS.format, True)],
    DCAT.Distribution: [(DCAT.accessURL, True), (DCTERMS.format, True)],
    FOAF.Agent: [(FOAF.name, False), (DCTERMS.type, True)],
    VCARD.Organization: [(VCARD.fn, False), (VCARD.hasEmail, False)],
}


def missing(graph: Graph) -> list[str]:
    """What the profile demands and a graph lacks."""
    found = []
    for kind, members in DEMANDED.items():
        nodes = list(graph.subjects(RDF.type, kind))
        if not nodes:
            found.append(f"there is no {kind}")
        for node in nodes:
            for member, is_single in members:
                values = len(list(graph.objects(node, member)))
                if values == 0 or (is_single and values > 1):
                    found.append(f"{node} has {values} values of {member}")
    return found
