"""Holds linked data against shapes, and shows that a broken copy of it does not fit.

check.py BASE TOKEN [all]     BASE is the address of the API
"""

import sys
import time
import urllib.request
from pathlib import Path

from pyshacl import validate
from rdflib import BNode, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD, Namespace

import calendar_hours
from dcat_ap_se import missing

HERE = Path(__file__).parent
CV = Namespace("http://data.europa.eu/m8g/")
TURTLE, RDF_XML, JSON_LD = "text/turtle", "application/rdf+xml", "application/ld+json"
PARSERS = {TURTLE: "turtle", RDF_XML: "xml", JSON_LD: "json-ld"}


def shapes(file: str) -> Graph:
    return Graph().parse(HERE / file)


def fetch(address: str, media_type: str) -> Graph:
    """The graph at an address, which must be answered in the media type."""
    request = urllib.request.Request(address, headers={"Accept": media_type})
    with urllib.request.urlopen(request) as answer:
        sent = answer.headers["Content-Type"].split(";")[0]
        assert sent == media_type, f"{address}: {sent}, not {media_type}"
        graph = Graph().parse(data=answer.read(), format=PARSERS[media_type])
    # A plain text is an xsd:string (RDF 1.1), which rdflib tells apart.
    for subject, member, value in list(graph):
        if isinstance(value, Literal) and value.datatype == XSD.string:
            graph.remove((subject, member, value))
            graph.add((subject, member, Literal(str(value))))
    return graph


def same_in(address: str, media_types: list[str]) -> Graph:
    """The graph at an address, which must be the same in each media type."""
    first, *others = [fetch(address, media_type) for media_type in media_types]
    assert len(first) > 0, f"{address}: empty"
    for media_type, other in zip(media_types[1:], others):
        assert isomorphic(first, other), f"{address}: {media_type} says something else than {media_types[0]}"
    return first


def fits(name: str, graph: Graph, shape: Graph) -> None:
    conforms, _, report = validate(graph, shacl_graph=shape)
    assert conforms, f"{name}: {report}"


def without(name: str, graph: Graph, subject, member, value=None) -> Graph:
    """A copy of a graph without a member, of one node or of all."""
    broken = Graph()
    for triple in graph:
        broken.add(triple)
    assert (subject, member, value) in broken, f"{name}: there is no {member} to remove"
    broken.remove((subject, member, value))
    return broken


def refuses(name: str, graph: Graph, shape: Graph, member, value=None) -> None:
    """A copy without a member, or without one value of it, must not fit."""
    conforms, _, _ = validate(without(name, graph, None, member, value), shacl_graph=shape)
    assert not conforms, f"{name}: fits without {member} {value or ''}"


def data_catalogue(origin: str) -> None:
    address = f"{origin}/datasets/dcat"
    graph = same_in(address, [RDF_XML, TURTLE, JSON_LD])
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)], "harvesters accept no blank nodes"
    shape = shapes("dcat-ap-3.0.1/shapes.ttl")
    fits(address, graph, shape)
    assert not missing(graph), missing(graph)
    for member in [DCTERMS.title, DCTERMS.description, DCTERMS.publisher]:
        refuses(address, graph, shape, member)
    for kind, member in [("catalogue", DCTERMS.license), ("insatser-json", DCAT.accessURL), ("api", DCAT.endpointURL)]:
        subject = next(node for node in graph.subjects(member) if str(node).endswith(f"#{kind}"))
        assert missing(without(address, graph, subject, member)), f"DCAT-AP-SE: nothing is missing without {member}"
    print(f"{address}: {len(graph)} statements fit DCAT-AP 3.0.1 and DCAT-AP-SE 3.0.1")


def public_services(base: str, municipalities: list[str]) -> Graph:
    """The graphs of the insatser of municipalities, which must fit CPSV-AP and CCCEV."""
    every = "inForce,upcoming,historical,incomplete,terminated"
    both = [("CPSV-AP 3.2.0", shapes("cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl")), ("CCCEV 2.1.0", shapes("cccev-2.1.0/cccev-ap-SHACL.ttl"))]
    whole = Graph()
    for kommunkod in municipalities:
        address = f"{base}/municipalities/{kommunkod}"
        organisation = same_in(address, [JSON_LD, TURTLE])
        services = same_in(f"{address}/insatser?status={every}", [JSON_LD, TURTLE])
        for name, shape in both:
            fits(f"{address}: {name}", services, shape)
            fits(f"{address}: {name}", organisation, shape)
        print(f"{address}: {len(services)} statements fit CPSV-AP 3.2.0 and CCCEV 2.1.0")
        whole += services
    (_, cpsv_ap), (_, cccev) = both
    refuses(base, services, cpsv_ap, DCTERMS.identifier)
    refuses(base, services, cpsv_ap, CV.hasCompetentAuthority)
    refuses(base, services, cpsv_ap, RDF.type, CV.Requirement)
    # CCCEV demands no members, only values of the right class.
    refuses(base, services, cccev, RDF.type, CV.InformationConcept)
    return whole


def answers(graph: Graph) -> None:
    """Who offers services for persons over 70 in Tomelilla, asked without reading any JSON."""
    question = (HERE / "over_70.rq").read_text()
    slugs = lambda question: [str(row.service).split("/insatser/")[1] for row in graph.query(question)]
    over_70 = slugs(question)
    assert "trygghetslarm" in over_70 and "cafe-kryddan" in over_70, over_70
    younger = slugs(question.replace('("1270" 71)', '("1270" 69)'))
    assert "trygghetslarm" not in younger and "cafe-kryddan" in younger, younger
    authorities = {str(row.authority) for row in graph.query(question)}
    assert "Tomelilla kommun, vård- och omsorgsnämnden" in authorities, authorities
    print(f"for persons over 70 in Tomelilla: {', '.join(over_70)}")


def main() -> None:
    base, token, *parts = sys.argv[1:]
    origin = base.removesuffix("/insatskatalog/v1")
    started = time.monotonic()
    data_catalogue(origin)
    every = ["0127", "0180", "0188", "1270"]
    answers(public_services(base, every if parts == ["all"] else ["0188", "1270"]))
    calendar_hours.check(base, token)
    print(f"{time.monotonic() - started:.0f} seconds")


main()
