"""What ``metrics`` must be told."""

from backend.kit.mongo import MongoUri
from shared.settings import SHOP_TIMEZONE, Settings, ZoneName


class DatabaseSettings(Settings):
    """The service's own database, and that of the incidents, which it only reads."""

    mongodb_uri: MongoUri
    incidents_uri: MongoUri


class MetricsSettings(DatabaseSettings):
    """The broker as well, whose tokens it believes, and in which zone the shop's days begin."""

    amqp_url: str
    employees_url: str
    shop_timezone: ZoneName = SHOP_TIMEZONE
