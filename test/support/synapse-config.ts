// What a Synapse for tests is told: one listener on loopback, SQLite, no federation, and either its own limits or none; leaves starting it to synapse.ts.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { stringify } from 'yaml'

export type SynapseSettings = {
  readonly folder: string
  readonly port: number
  readonly limits: 'synapse' | 'none'
  readonly registrationSecret: string
}

const UNLIMITED = { per_second: 9999, burst_count: 9999 }

/** Accounts are made as fast as a test likes, whatever the limits. */
const ALWAYS = { rc_registration: UNLIMITED }

const NO_LIMITS = {
  rc_message: UNLIMITED,
  rc_login: { address: UNLIMITED, account: UNLIMITED, failed_attempts: UNLIMITED },
  rc_joins: { local: UNLIMITED, remote: UNLIMITED },
  rc_joins_per_room: UNLIMITED,
  rc_invites: { per_room: UNLIMITED, per_user: UNLIMITED, per_issuer: UNLIMITED },
  rc_room_creation: UNLIMITED,
  rc_key_requests: UNLIMITED,
}

/** The files that a Synapse reads at its start, by name. */
export function synapseFiles(settings: SynapseSettings): Readonly<Record<string, string>> {
  const { folder, port, limits, registrationSecret } = settings
  const within = (name: string) => path.join(folder, name)
  const homeserver = {
    server_name: 'localhost',
    report_stats: false,
    pid_file: within('homeserver.pid'),
    signing_key_path: within('signing.key'),
    media_store_path: within('media'),
    log_config: within('log.yaml'),
    macaroon_secret_key: 'macaroons-of-the-tests',
    form_secret: 'forms-of-the-tests',
    registration_shared_secret: registrationSecret,
    enable_registration: false,
    bcrypt_rounds: 4,
    trusted_key_servers: [],
    suppress_key_server_warning: true,
    federation_domain_whitelist: [],
    presence: { enabled: false },
    database: { name: 'sqlite3', args: { database: within('homeserver.db') } },
    listeners: [
      {
        port,
        bind_addresses: ['127.0.0.1'],
        type: 'http',
        tls: false,
        resources: [{ names: ['client', 'media'] }],
      },
    ],
    ...ALWAYS,
    ...(limits === 'none' ? NO_LIMITS : {}),
  }
  const log = {
    version: 1,
    formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
    handlers: {
      file: { class: 'logging.FileHandler', filename: within('homeserver.log'), formatter: 'line' },
    },
    root: { level: 'WARNING', handlers: ['file'] },
    loggers: { 'synapse.access.http': { level: 'INFO' } },
    disable_existing_loggers: false,
  }
  return {
    'homeserver.yaml': stringify(homeserver),
    'log.yaml': stringify(log),
    'signing.key': `ed25519 a_tests ${randomBytes(32).toString('base64').replaceAll('=', '')}\n`,
  }
}
