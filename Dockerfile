# Levem in a container: docs/operations.md, "As a service". The data is in /data; nothing else is written.
FROM node:24-slim AS build
WORKDIR /app
# sqlite3 compiles itself where its prebuilt binary cannot be fetched.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY packages/telegram-sandbox/package.json packages/telegram-sandbox/
COPY demo/package.json demo/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/ scripts/
COPY src/ src/
RUN npm run build
RUN npm ci --omit=dev --workspaces=false --include-workspace-root --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
  DATABASE_URL=sqlite:////data/levem.db \
  HEALTH_PORT=9464
WORKDIR /app
COPY package.json .env.example ./
COPY --from=build /app/node_modules/ node_modules/
COPY --from=build /app/dist/ dist/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
