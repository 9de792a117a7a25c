// What each method asks for: the kind of token, a scope, and its tier of rate limits; leaves the refusing to web-api.ts.
import type { Channel } from './records.ts'

export type Tier = 'open' | 'post' | 'special' | 'tier2' | 'tier3' | 'tier4'

export type Terms = {
  readonly token: 'bot' | 'app'
  readonly tier: Tier
  /** Any one of them is enough; by the kind of the channel where it differs. */
  readonly scopes: (kind: Channel['kind'] | undefined) => readonly string[]
}

const none = () => []
const one = (scope: string) => () => [scope]

/** The scope of a family for the kind of channel at hand; for an unknown channel any of them. */
function family(verb: string) {
  return (kind: Channel['kind'] | undefined): readonly string[] => {
    if (kind === 'public') return [`channels:${verb}`]
    if (kind === 'private') return [`groups:${verb}`]
    if (kind === 'im') return [`im:${verb}`]
    return [`channels:${verb}`, `groups:${verb}`, `im:${verb}`, `mpim:${verb}`]
  }
}

export const METHODS: Readonly<Record<string, Terms>> = {
  'auth.test': { token: 'bot', tier: 'special', scopes: none },
  'apps.connections.open': { token: 'app', tier: 'open', scopes: none },
  'bots.info': { token: 'bot', tier: 'tier3', scopes: one('users:read') },
  'users.info': { token: 'bot', tier: 'tier4', scopes: one('users:read') },
  'conversations.info': { token: 'bot', tier: 'tier3', scopes: family('read') },
  'conversations.open': { token: 'bot', tier: 'tier3', scopes: one('im:write') },
  'conversations.history': { token: 'bot', tier: 'tier3', scopes: family('history') },
  'conversations.replies': { token: 'bot', tier: 'tier3', scopes: family('history') },
  'conversations.members': { token: 'bot', tier: 'tier4', scopes: family('read') },
  'chat.postMessage': { token: 'bot', tier: 'post', scopes: one('chat:write') },
  'chat.update': { token: 'bot', tier: 'tier3', scopes: one('chat:write') },
  'chat.delete': { token: 'bot', tier: 'tier3', scopes: one('chat:write') },
  'chat.postEphemeral': { token: 'bot', tier: 'tier4', scopes: one('chat:write') },
  'chat.getPermalink': { token: 'bot', tier: 'special', scopes: none },
  'views.open': { token: 'bot', tier: 'tier4', scopes: none },
  'views.push': { token: 'bot', tier: 'tier4', scopes: none },
  'views.update': { token: 'bot', tier: 'tier4', scopes: none },
  'views.publish': { token: 'bot', tier: 'tier4', scopes: none },
  'files.getUploadURLExternal': { token: 'bot', tier: 'tier4', scopes: one('files:write') },
  'files.completeUploadExternal': { token: 'bot', tier: 'tier4', scopes: one('files:write') },
  'files.info': { token: 'bot', tier: 'tier4', scopes: one('files:read') },
}

/** What an app of this kind is usually granted; a test may take any of it away. */
export const USUAL_SCOPES: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
]
