# One image for the app and the worker: the web app and the wheel are built here, from the locks.

ARG NODE_IMAGE=node:22-bookworm-slim
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${NODE_IMAGE} AS web
WORKDIR /build
ENV NEXT_TELEMETRY_DISABLED=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS install
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY backend/requirements-build.lock backend/requirements.lock ./
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements-build.lock \
    && python -m venv /opt/marketing-agent \
    && /opt/marketing-agent/bin/pip install --require-hashes -r requirements.lock
COPY backend/pyproject.toml LICENSE ./
COPY backend/migrations/ migrations/
COPY backend/marketing_agent/ marketing_agent/
COPY --from=web /build/out/ marketing_agent/_web/
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/marketing-agent/bin/pip install --no-deps dist/*.whl

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Marketing Agent" \
      org.opencontainers.image.licenses="Apache-2.0"
# A number, so that orchestrators can check that it is not root. A fresh named volume on /data
# takes over this owner.
RUN groupadd --gid 10001 agent \
    && useradd --uid 10001 --gid agent --home-dir /data --no-create-home --shell /usr/sbin/nologin agent \
    && install --directory --owner agent --group agent --mode 0750 /data
COPY --from=install /opt/marketing-agent /opt/marketing-agent
COPY LICENSE /opt/marketing-agent/
ENV PATH=/opt/marketing-agent/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MARKETING_AGENT_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# `serve` brings the database to its newest schema before it listens.
CMD ["marketing-agent", "serve", "--host", "0.0.0.0", "--port", "8000"]
