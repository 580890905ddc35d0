# syntax=docker/dockerfile:1
# Two images: `bot` (the default) and `model`, which serves the local model. Both run as a user without rights.

FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY adapters adapters
COPY prompts prompts
COPY llm_host llm_host
RUN python -m venv /venv
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

FROM build AS build-bot
RUN /venv/bin/pip install -c constraints.txt '.[postgres,meaning]'

FROM build AS build-model
RUN /venv/bin/pip install -c constraints.txt '.[local]'

FROM python:3.11-slim AS base
# ca-certificates: the openai client trusts what the system trusts.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home supporter \
 && install -d -o supporter /data /models
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER supporter
WORKDIR /home/supporter

FROM base AS model
USER root
# llama.cpp's wheel is linked against OpenMP.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
USER supporter
COPY --from=build-model /venv /venv
ENV MODEL_DIR=/models
VOLUME /models
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20m \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["python", "-m", "llm_host", "serve", "--host", "0.0.0.0", "--port", "8000"]

FROM base AS bot
COPY --from=build-bot /venv /venv
ENV DATA_DIR=/data WEB_HOST=0.0.0.0 WEB_TRUST_NETWORK=true LOG_FORMAT=json
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["code-supporter", "serve"]
