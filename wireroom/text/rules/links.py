"""Query parameters that name a campaign or a reader, not a document.

Names are compared without case; a name ending in "*" stands for all that begin so.
"""

from collections.abc import Mapping
from typing import Any

# fmt: off
RULES: Mapping[str, Any] = {
    "tracking": [
        "utm_*", "at_*", "pk_*", "mtm_*", "mc_cid", "mc_eid", "hsa_*", "_hsenc", "_hsmi", "oly_*", "vero_*",
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
        "ttclid",
        "igshid", "igsh", "li_fat_id", "mkt_tok", "ncid", "ocid", "cmpid", "cmp", "icid", "intcid", "ito", "xtor",
        "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "smid", "smtyp", "emc", "ftag",
        "wt_mc", "wt.mc_id", "wt.mc_ev", "wkey", "partner", "mod", "rss", "feedtype", "feedname",
        "traffic_source",
        "soc_src", "soc_trk", "guccounter", "guce_referrer", "guce_referrer_sig", "spm", "ref_src", "ref_url",
        "src_ref", "sr_share", "share_id", "shareid", "referer", "referrer", "campaign_id", "trk", "trkcampaign",
        "_ga", "_gl", "ga_*", "s_cid", "sc_cid", "sc_campaign", "sc_channel", "sref", "taid", "tblci",
        "output_type", "__twitter_impression", "__source", "cvid",
    ],
    # Of these only the named value tells of a campaign; any other value may name a document.
    "campaign_values": {
        "source": ["rss", "feed", "twitter", "facebook", "newsletter"],
        "ref": ["rss", "feed", "twitter", "facebook", "newsletter", "homepage"],
        "from": ["rss", "feed"],
        "via": ["rss", "feed"],
        "cid": ["rss", "feed"],
    },
}
