# The bot with what requirements.lock names. It serves in one process on SQLite in /var/lib/viva, or as compose.yaml says.
ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/build && python -m venv --without-pip /opt/viva
COPY requirements-installer.lock requirements-build.lock requirements.lock ./
RUN /opt/build/bin/python -m pip install --no-deps --require-hashes -r requirements-installer.lock
RUN /opt/build/bin/python -m pip install --no-deps --require-hashes -r requirements-build.lock
RUN /opt/build/bin/python -m pip --python /opt/viva install --no-deps --require-hashes -r requirements.lock
# From here on a change of the source begins; what stands above is taken from the last build.
COPY pyproject.toml LICENSE ./
COPY bot bot
COPY questionbank questionbank
COPY rubrics rubrics
RUN /opt/build/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .
RUN /opt/build/bin/python -m pip --python /opt/viva install --no-deps dist/*.whl
RUN /opt/build/bin/python -m pip --python /opt/viva check

FROM python:${PYTHON}-slim
RUN useradd --uid 10001 --create-home --home-dir /var/lib/viva --shell /usr/sbin/nologin viva
COPY --from=build /opt/viva /opt/viva
ENV PATH=/opt/viva/bin:$PATH VIVA_OPS_PORT=9100
USER viva
WORKDIR /var/lib/viva
VOLUME /var/lib/viva
# A process waits up to a minute for a release to make the tables.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 CMD ["python", "-c", \
    "from os import environ as e; from urllib.request import urlopen; urlopen(f'http://127.0.0.1:{e[\"VIVA_OPS_PORT\"]}/healthz', timeout=4)"]
CMD ["viva", "run"]
