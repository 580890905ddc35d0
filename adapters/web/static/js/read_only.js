// @ts-check
/** Conversations of other platforms can be read here; what says where to go on stands in place of the composer. */

import { sayPlatform } from './conversation_row.js'
import { element, find } from './dom.js'
import { outward } from './heading.js'

/** @param {{ writable: boolean, platform: string, link: string } | null} about null: one of the page */
export function showWhereToWrite(about) {
  const note = find('elsewhere', HTMLElement)
  const isOurs = !about || about.writable
  find('composer', HTMLElement).hidden = !isOurs
  note.hidden = isOurs
  if (isOurs) return
  const home = sayPlatform(about.platform) || 'its platform'
  const text = `This thread is held in ${home}. Go on there.`
  note.replaceChildren(element('span', '', text), ...(about.link ? [outward(about.link, `Open in ${home}`)] : []))
}
