"""What a picture's file says of where it comes from, as XMP: who made it, whose it is, and whether a machine drew it.

Properties are those of the IPTC Photo Metadata Standard 2023.2, which search engines and picture desks read.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# IPTC's name for what a trained model has made from a description.
WHOLLY_AI = "trainedAlgorithmicMedia"
AI_MADE = f"{VOCABULARY}{WHOLLY_AI}"
# All of its names for what a trained model has made, or has had a part in; see ai_term.
_AI_TERMS = re.compile(
    rb"//cv\.iptc\.org/newscodes/digitalsourcetype/"
    rb"(trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|compositeSynthetic)(?![0-9A-Za-z])"
)

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">%s</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Credit and rights in words, as readers see them; both may be empty."""

    credit: str = ""
    rights: str = ""
    ai_made: bool = False
    ai_term: str = ""
    """What `ai_term` found in the upload; empty where only somebody's word says that a machine made it."""

    @property
    def source_type(self) -> str:
        """IPTC's name for what AI had to do with it; empty where it had nothing."""
        return f"{VOCABULARY}{self.ai_term or WHOLLY_AI}" if self.ai_made else ""

    def xmp(self) -> bytes:
        """Return the XMP packet for a file; nothing where there is nothing to say."""
        credit, rights = _text(self.credit), _text(self.rights)
        says = ""
        if credit:
            says += f"<dc:creator><rdf:Seq><rdf:li>{credit}</rdf:li></rdf:Seq></dc:creator>"
            says += f"<photoshop:Credit>{credit}</photoshop:Credit>"
        if rights:
            says += f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        if self.source_type:
            says += f"<Iptc4xmpExt:DigitalSourceType>{_text(self.source_type)}</Iptc4xmpExt:DigitalSourceType>"
        return (_PACKET % says).encode() if says else b""


UNKNOWN = Origin()


def ai_term(xmp: bytes | str | None) -> str:
    """Return IPTC's term by which the XMP of an upload says that generative AI made it or a part of it, or nothing.

    The packet is searched, never parsed. By the definitions of IPTC's NewsCodes (Digital Source Type, as of 2024-09-17)
    that is so of trainedAlgorithmicMedia, made by a model trained on sampled content; of
    compositeWithTrainedAlgorithmicMedia, edited by one, as by inpainting; and of compositeSynthetic, a composite with at
    least one such element. It is not so of algorithmicMedia, which rests on no sampled training data, of
    algorithmicallyEnhanced, a correction without generative AI, nor of composite, whose elements may be anything.
    """
    packet = xmp.encode() if isinstance(xmp, str) else xmp or b""
    found = _AI_TERMS.search(packet)
    return found[1].decode() if found else ""


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("", words).strip())
