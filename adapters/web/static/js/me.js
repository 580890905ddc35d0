// @ts-check
/** Who sits at the page: asked once, and again where there was no answer. */

import { request } from './http.js'

/**
 * @typedef {{ name: string, label: string }} Chip what a complaint is about, to be chosen in one tap
 * @typedef {{ name: string, platform: string, workspace: string, auth: 'local' | 'chat', admin: boolean,
 *   chips: Chip[], hint: string, urls: 'off' | 'listed' | 'any', max_question: number }} Me
 */

/** @type {Me} who nothing is known of, and who so may do the least */
const NOBODY = {
  name: '', platform: '', workspace: '', auth: 'local', admin: false, chips: [], hint: '', urls: 'off', max_question: 0,
}
/** @type {Promise<Me> | null} */
let asked = null

/** @returns {Promise<Me>} */
export function me() {
  asked ??= request('GET', '/api/me').then(({ said, problem }) => {
    if (!problem) return said
    asked = null
    return NOBODY
  })
  return asked
}
