def postgres_url(state_dir):
    raise RuntimeError("provisional")


def redis_url(state_dir):
    raise RuntimeError("provisional")
