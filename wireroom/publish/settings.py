"""Who publishes, and under which address: what a snapshot needs to know besides the log."""

from msgspec import Struct

from wireroom.config import Config

#: Stands in for a public address that nobody has set; RFC 2606 keeps it from ever resolving.
NO_ADDRESS = "https://newsroom.example"


class SiteConfig(Struct, frozen=True, kw_only=True):
    """The publisher, as pages and feeds name it.

    ``base_url`` is the address under which live blogs are served, each in a folder named by its slug; ``logo`` is
    the address of a picture, ``contact`` a mail or web address. ``theme`` names a theme that comes with Wireroom
    or the path of a folder of templates. With ``compress`` every text file gets a twin with ``.gz``.
    """

    publisher: str = "Wireroom"
    base_url: str = ""
    logo: str = ""
    contact: str = ""
    theme: str = "broadsheet"
    compress: bool = False
    websub: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: Config) -> "SiteConfig":
        """The site as the newsroom's configuration describes it."""
        return cls(
            publisher=config.newsroom.name,
            base_url=config.newsroom.base_url,
            logo=config.newsroom.logo,
            contact=config.newsroom.contact,
            theme=config.publish.theme,
            compress=config.publish.compress,
            websub=config.publish.websub,
        )

    def address(self, slug: str) -> str:
        """The address of a live blog, with a slash at its end."""
        return f"{self.home}{slug}/"

    @property
    def home(self) -> str:
        """The address of what all live blogs are part of."""
        return f"{(self.base_url or NO_ADDRESS).rstrip('/')}/"
