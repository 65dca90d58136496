# Web, worker and beat of the production shape: one image, three commands (see compose.yaml).

FROM node:22-slim AS studio
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 IGNY8_MODEL_DIR=/opt/igny8/models
WORKDIR /opt/igny8
COPY backend/pyproject.toml backend/requirements.lock backend/
RUN pip install --no-cache-dir -r backend/requirements.lock
COPY backend/ backend/
COPY demo/ demo/
# Editable, since settings look for the studio beside the back end.
RUN pip install --no-cache-dir --no-deps -e backend
COPY --from=studio /src/frontend/dist frontend/dist
# The model that groups keywords by meaning; where it cannot be had, letters serve.
RUN igny8 models fetch --optional
RUN useradd --create-home igny8 && install -d -o igny8 -g igny8 -m 700 /data
USER igny8
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "igny8.config.asgi:application", "--host=0.0.0.0", "--port=8000", "--lifespan=off"]
