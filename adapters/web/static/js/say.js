// @ts-check
/** Say something to who can't see what has changed. */

import { find } from './dom.js'

/** @param {string} sentence */
export function say(sentence) {
  find('status', HTMLElement).textContent = sentence
}
