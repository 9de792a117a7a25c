// The scopes that the app needs of a workspace; leaves what each is for to checkup-texts.ts, and asking for them to manifest.yaml.

/** Without these nothing works, or not all of it. */
export const NEEDED_SCOPES = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
] as const

/** Without these a post whose arrival is unknown is reported, and never sent again by itself. */
export const HISTORY_SCOPES = ['channels:history', 'groups:history'] as const
