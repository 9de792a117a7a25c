// The payloads of commands, interactions and events in the shape Slack gives them; leaves their delivery to delivery.ts.
import { randomUUID } from 'node:crypto'
import type { Channel, Fields, StoredMessage, User, View } from './records.ts'
import type { World } from './world.ts'

const TOKEN = 'verification-token-of-old'

type Common = { readonly user: User; readonly triggerId: string }

/** What every interaction carries. */
function interaction({ identity }: World, type: string, { user, triggerId }: Common): Fields {
  const { team, enterprise, appId } = identity
  return {
    type,
    token: TOKEN,
    api_app_id: appId,
    team: {
      id: team,
      domain: 'council',
      ...(enterprise ? { enterprise_id: enterprise, enterprise_name: 'Enterprise' } : {}),
    },
    enterprise: enterprise ? { id: enterprise, name: 'Enterprise' } : null,
    is_enterprise_install: false,
    user: {
      id: user.id,
      username: nameOf(user),
      name: nameOf(user),
      team_id: user.team ?? team,
    },
    trigger_id: triggerId,
  }
}

const nameOf = (user: User) => user.name.toLowerCase().replaceAll(' ', '.')

/** The name of a channel as payloads give it. */
const shownName = ({ kind, name }: Channel) => (kind === 'private' ? 'privategroup' : name)

export function slashCommand(
  world: World,
  common: Common,
  more: { channel: Channel; command: string; text: string; responseUrl: string },
): Fields {
  const { team, enterprise, appId } = world.identity
  return {
    token: TOKEN,
    team_id: team,
    team_domain: 'council',
    ...(enterprise ? { enterprise_id: enterprise, enterprise_name: 'Enterprise' } : {}),
    channel_id: more.channel.id,
    channel_name: shownName(more.channel),
    user_id: common.user.id,
    user_name: nameOf(common.user),
    command: more.command,
    text: more.text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: more.responseUrl,
    trigger_id: common.triggerId,
  }
}

/** A press in a message; an ephemeral message does not come along. */
export function messagePress(
  world: World,
  common: Common,
  more: {
    channel: Channel
    message: StoredMessage
    shown: Fields
    action: Fields
    responseUrl: string
  },
): Fields {
  const { channel, message, shown, action, responseUrl } = more
  const ephemeral = message.only_for !== undefined
  return {
    ...interaction(world, 'block_actions', common),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
    channel: { id: channel.id, name: shownName(channel) },
    ...(ephemeral ? {} : { message: shown }),
    state: { values: {} },
    response_url: responseUrl,
    actions: [action],
  }
}

/** A press in a modal or in the App Home. */
export function viewPress(
  world: World,
  common: Common,
  more: { view: View; action: Fields },
): Fields {
  return {
    ...interaction(world, 'block_actions', common),
    container: { type: 'view', view_id: more.view.id },
    view: shownView(more.view),
    actions: [more.action],
  }
}

/** A submission; the team is the user's own, as in a channel shared with another workspace. */
export function viewSubmission(
  world: World,
  common: Common,
  view: View,
  type: 'view_submission' | 'view_closed' = 'view_submission',
): Fields {
  const fields = interaction(world, type, common)
  return {
    ...fields,
    team: { id: common.user.team ?? world.identity.team, domain: 'council' },
    view: shownView(view),
    ...(type === 'view_submission' ? { response_urls: [] } : { is_cleared: false }),
  }
}

export function messageShortcut(
  world: World,
  common: Common,
  more: {
    channel: Channel
    message: StoredMessage
    shown: Fields
    callbackId: string
    responseUrl: string
  },
): Fields {
  return {
    ...interaction(world, 'message_action', common),
    action_ts: world.nextTs(),
    callback_id: more.callbackId,
    response_url: more.responseUrl,
    channel: { id: more.channel.id, name: shownName(more.channel) },
    message_ts: more.message.ts,
    message: more.shown,
  }
}

/** An event in its envelope; of a stranger it carries their team, and ours as the context. */
export function eventCallback(
  { identity, nextId }: World,
  event: Fields,
  more: { team?: string; shared: boolean },
): Fields {
  const { team, enterprise, appId, botUser } = identity
  return {
    token: TOKEN,
    team_id: more.team ?? team,
    context_team_id: team,
    context_enterprise_id: enterprise ?? null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: nextId('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise ?? null,
        team_id: team,
        user_id: botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: more.shared,
    event_context: `4-${randomUUID()}`,
  }
}

/** An action of a payload: the element as it was drawn, and what was done with it. */
export function actionOf(
  element: Fields,
  blockId: string,
  more: { carries: Fields; actionTs: string },
): Fields {
  const { type, action_id, text, style } = element
  return {
    type,
    action_id,
    block_id: blockId,
    action_ts: more.actionTs,
    ...(text ? { text } : {}),
    ...(style ? { style } : {}),
    ...more.carries,
  }
}

function shownView({ errors, ...view }: View): Fields {
  return view
}
