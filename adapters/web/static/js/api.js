// @ts-check
/** What the page asks for over HTTP. */

import { request } from './http.js'
import { leave } from './signed_out.js'

const AWAY = 'The server can not be reached. Try again in a moment.'

/**
 * `follows`: the exchange that it was said after, 0: none, null: the one before it; answers to the same `message` stand
 * beside each other; `files` are names.
 * @typedef {{ id: number, run: string, ref: string, text: string, mode: 'query' | 'feedback', running: boolean,
 *   answer: string, correction: string, reason: string, model: string, problem: string, try_again: boolean,
 *   remarks: Reply[], message: number, follows: number | null, verdict: -1 | 0 | 1, files: string[],
 *   usage: import('./facts.js').Usage | null, by?: string }} Shown `by`: who asked, where that is somebody else
 * @typedef {{ id: string, title: string, platform: string, pinned: boolean, updated: number, running: boolean,
 *   link: string }} Listed `updated`: in seconds since 1970; `link`: where it stands on its platform, empty: not known
 * @typedef {{ id: string, title: string, platform: string, pinned: boolean, writable: boolean, link: string,
 *   exchanges: Shown[] }} Conversation
 * @typedef {{ name: string, provider: string, context: number, sees: boolean, mine: boolean, problem: string,
 *   price: [number, number] | null }} Model `price`: in dollars per million tokens read, and written
 * @typedef {{ models: Model[], default: string, problem: string,
 *   chosen: { conversation: string, user: string, workspace: string, default: string } }} Models
 * @typedef {{ label: string, command: string, danger: boolean }} Command a button, and what pressing it runs
 * @typedef {{ label: string, command: string }} Picker a file to choose, and the command that takes it
 * @typedef {{ title: string, label: string, text: string, command: string }} Form a text to write, and what takes it
 * @typedef {{ name: string, data: string }} Download a file, in base64
 * @typedef {{ text: string, buttons: Command[], failed?: boolean, ask?: string, file?: Download, form?: Form,
 *   picker?: Picker }} Reply `ask`: what was typed is this question, and no command
 * @typedef {{ number: number, rule: string, about: string, check: string, for: string, standing: string,
 *   sources: Source[], supporters: number, opponents: number, vote: -1 | 0 | 1, used: number, effect: string[],
 *   deeds: Command[] }} Lesson `vote`: one's own
 * @typedef {{ who: string, vote: -1 | 1, quote: string, asked: string, conversation: string }} Source who is for a lesson
 *   or against it; in which words, about which question, and where, is told to who said it
 */

/**
 * Return the exchanges of a conversation, oldest first; null where the server can't be reached or can't say.
 * @param {string} id
 * @returns {Promise<Shown[] | null>}
 */
export async function fetchConversation(id) {
  const found = await fetchJson(`/api/conversations/${id}`)
  return found && found.exchanges
}

/**
 * @param {string} conversation for which they are; empty: a new one
 * @returns {Promise<Models | null>}
 */
export function fetchModels(conversation) {
  return fetchJson(`/api/models?${new URLSearchParams({ conversation })}`)
}

/**
 * Return the newest lessons that say all of these words, and how many do; null as above.
 * @param {string} words
 * @returns {Promise<{ found: number, lessons: Lesson[] } | null>}
 */
export function fetchLessons(words) {
  return fetchJson(`/api/lessons?${new URLSearchParams({ words })}`)
}

/**
 * Run a command, and return what there is to say; what can't be done is said, too.
 * @param {string} command as it was typed, with its slash, or as a button has it
 * @param {string} [conversation] where it was typed
 * @returns {Promise<Reply>}
 */
export function runCommand(command, conversation) {
  return post('/api/commands', JSON.stringify({ command: command.toWellFormed(), conversation }))
}

/**
 * Run a command with a file.
 * @param {string} command
 * @param {File} file
 * @returns {Promise<Reply>}
 */
export function runWithFile(command, file) {
  return post(`/api/commands/file?${new URLSearchParams({ command, name: file.name.toWellFormed() })}`, file)
}

/**
 * @param {string} address
 * @param {BodyInit} body
 * @returns {Promise<Reply>}
 */
async function post(address, body) {
  /** @param {string} text */
  const fail = (text) => ({ text, buttons: [], failed: true })
  try {
    const response = await fetch(address, { method: 'POST', body })
    if (response.status === 401) leave()
    const said = await response.json()
    return response.ok ? said : fail(said.detail)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    return fail(AWAY)
  }
}

/** @param {string} address */
async function fetchJson(address) {
  const { said, problem } = await request('GET', address)
  return problem ? null : said
}
