"""A cache one can lose: with Redis down every page still works, only slower."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class SoftRedisCache(RedisCache):
    def _soft(self, call: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return call()
        except (RedisError, OSError) as fault:
            logger.warning("Cache unreachable: %s", type(fault).__name__)
            return otherwise

    # allauth spins on add() as on a lock, so a lost cache must say yes.
    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._soft(lambda: super(SoftRedisCache, self).add(*args, **kwargs), True))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._soft(lambda: super(SoftRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._soft(lambda: super(SoftRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._soft(lambda: super(SoftRedisCache, self).touch(*args, **kwargs), False))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._soft(lambda: super(SoftRedisCache, self).delete(*args, **kwargs), False))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._soft(
            lambda: super(SoftRedisCache, self).get_many(*args, **kwargs), {}
        )
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._soft(lambda: super(SoftRedisCache, self).has_key(*args, **kwargs), False))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return int(self._soft(lambda: super(SoftRedisCache, self).incr(key, delta, version), delta))

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        self._soft(lambda: super(SoftRedisCache, self).set_many(*args, **kwargs), [])
        return []

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._soft(lambda: super(SoftRedisCache, self).delete_many(*args, **kwargs), None)

    def clear(self) -> None:
        self._soft(super().clear, None)
