# The same code as `python3 manage.py up`, for a server. See docs/operations.md.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /coop coop && install -d -o coop -g coop /coop /data
WORKDIR /coop
USER coop

# First what seldom changes: the environment, made by the same bootstrap as everywhere.
COPY --chown=coop manage.py requirements.txt ./
COPY --chown=coop coop/__init__.py coop/bootstrap.py coop/
RUN python3 manage.py prepare

COPY --chown=coop . .
ENV PATH=/coop/.venv/bin:$PATH COOP_DATA=/data DJANGO_SETTINGS_MODULE=coop.settings
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=4)"]
CMD ["sh", "-c", "exec uvicorn coop.asgi:application --host 0.0.0.0 --port 8000 --workers ${WEB_PROCESSES:-2} --no-access-log --log-level warning --no-server-header --timeout-graceful-shutdown 3"]
