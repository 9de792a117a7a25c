// Points Prisma's command line at the WASM schema engine, so that no binary is ever downloaded; leaves the run-time migrations to src/store/migrations.ts.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= fileURLToPath(
  new URL('./prisma/schema-engine.mjs', import.meta.url),
)

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
})
