"""What a picture's file says of where it comes from, as XMP: who made it, whose it is, and whether a machine drew it.

Properties are those of the IPTC Photo Metadata Standard 2023.2, which search engines and picture desks read.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# IPTC's name for what a trained model has made from a description.
AI_MADE = f"{VOCABULARY}trainedAlgorithmicMedia"
# All of its names for what a trained model has made, or has had a part in; see claims_ai.
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

    def xmp(self) -> bytes:
        """Return the XMP packet for a file; nothing where there is nothing to say."""
        credit, rights = _text(self.credit), _text(self.rights)
        says = ""
        if credit:
            says += f"<dc:creator><rdf:Seq><rdf:li>{credit}</rdf:li></rdf:Seq></dc:creator>"
            says += f"<photoshop:Credit>{credit}</photoshop:Credit>"
        if rights:
            says += f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        if self.ai_made:
            says += f"<Iptc4xmpExt:DigitalSourceType>{AI_MADE}</Iptc4xmpExt:DigitalSourceType>"
        return (_PACKET % says).encode() if says else b""


UNKNOWN = Origin()


def claims_ai(xmp: bytes | str | None) -> bool:
    """Whether the XMP of an upload says that generative AI made it, or a part of it. It is searched, never parsed.

    By the definitions of IPTC's NewsCodes (Digital Source Type, as of 2024-09-17) that is so of trainedAlgorithmicMedia,
    made by a model trained on sampled content; of compositeWithTrainedAlgorithmicMedia, edited by one, as by inpainting;
    and of compositeSynthetic, a composite with at least one such element. It is not so of algorithmicMedia, which rests
    on no sampled training data, of algorithmicallyEnhanced, a correction without generative AI, nor of composite, whose
    elements may be anything.
    """
    packet = xmp.encode() if isinstance(xmp, str) else xmp or b""
    return _AI_TERMS.search(packet) is not None


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("", words).strip())
