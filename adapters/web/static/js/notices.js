// @ts-check
/** Sentences above the composer: what could not be done, and that the connection is lost. */

import { find } from './dom.js'
import { say } from './say.js'

const LOST_SHOWN_AFTER = 600

/** @param {string} sentence empty: none any more */
export function warn(sentence) {
  const notice = find('notice', HTMLElement)
  notice.textContent = sentence
  notice.hidden = !sentence
}

/** @param {string} sentence read aloud, too */
export function refuse(sentence) {
  warn(sentence)
  say(sentence)
}

/**
 * Say when the connection is lost for longer than a moment, and when it is there again.
 * @param {import('./connection.js').Connection} connection
 * @param {() => void} resume
 */
export function tellOfLoss(connection, resume) {
  const lost = find('lost', HTMLElement)
  let timer = 0
  connection.onOpen = () => {
    clearTimeout(timer)
    if (!lost.hidden) say('Connected again.')
    lost.hidden = true
    resume()
  }
  connection.onLost = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      lost.hidden = false
      say('The connection is lost. Reconnecting…')
    }, LOST_SHOWN_AFTER)
  }
}
