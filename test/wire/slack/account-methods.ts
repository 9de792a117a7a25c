// The methods about the app itself and about people: auth.test, apps.connections.open, bots.info, users.info; leaves tokens and scopes to web-api.ts.
import type { Methods } from './desk.ts'
import { textOf, type User } from './records.ts'
import { Refused } from './refusing.ts'
import type { Identity } from './world.ts'

export const accountMethods: Methods = {
  'auth.test': (_, { world: { identity } }) => ({
    ok: true,
    url: 'https://council.slack.com/',
    team: 'Council',
    user: identity.botName,
    team_id: identity.team,
    user_id: identity.botUser,
    bot_id: identity.botId,
    is_enterprise_install: false,
    ...(identity.enterprise ? { enterprise_id: identity.enterprise } : {}),
  }),
  'apps.connections.open': (_, { sockets }) => ({ ok: true, url: sockets.newUrl() }),
  'bots.info': (args, { world: { identity } }) => {
    if (textOf(args['bot']) !== identity.botId) throw new Refused('bot_not_found')
    return {
      ok: true,
      bot: {
        id: identity.botId,
        deleted: false,
        name: identity.botName,
        app_id: identity.appId,
        user_id: identity.botUser,
      },
    }
  },
  'users.info': (args, { world }) => {
    const user = world.users.get(textOf(args['user']))
    if (!user) throw new Refused('user_not_found')
    return { ok: true, user: shown(user, world.identity) }
  },
}

function shown(user: User, { team, enterprise }: Identity) {
  return {
    id: user.id,
    team_id: user.team ?? team,
    name: user.name.toLowerCase().replaceAll(' ', '.'),
    real_name: user.name,
    deleted: user.deleted ?? false,
    tz: 'Europe/Berlin',
    profile: { real_name: user.name, display_name: user.name, team: user.team ?? team },
    is_bot: user.isBot ?? false,
    is_app_user: false,
    is_restricted: user.isRestricted ?? false,
    is_ultra_restricted: user.isUltraRestricted ?? false,
    is_stranger: user.isStranger ?? false,
    ...(user.enterpriseUser
      ? { enterprise_user: { id: user.enterpriseUser, enterprise_id: enterprise, teams: [team] } }
      : {}),
  }
}
