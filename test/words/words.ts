/** Private words, and the field's word to use instead (`docs/glossary.md`). A form is matched as a word and inside an identifier. */
export const words: readonly { readonly forms: readonly string[]; readonly instead: string }[] = [
  { forms: ['say', 'says', 'said', 'saying'], instead: 'emit, publish (Kafka); report, log; reply (HTTP)' },
  { forms: ['tell', 'tells', 'told', 'telling'], instead: 'emit, publish (Kafka); report, log; reply (HTTP)' },
  { forms: ['hear', 'hears', 'heard', 'hearing'], instead: 'consume, receive' },
  { forms: ['utter', 'utters', 'uttered'], instead: 'emit, publish' },
  { forms: ['bury', 'buries', 'buried'], instead: 'dead-letter' },
  { forms: ['anew'], instead: 're-emit, redeliver, retry, again' },
  { forms: ['whoever', 'whomever'], instead: 'the component that acts, by its name' },
  { forms: ['somebody', 'someone', 'nobody', 'everybody'], instead: 'the component or role, by its name' },
  { forms: ['look after', 'looks after', 'looked after', 'looking after'], instead: 'repair, cancel on deadline' },
  {
    forms: ['give up', 'gives up', 'gave up', 'given up', 'giving up'],
    instead: 'cancel (order), dead-letter (record), abandon (attempt)',
  },
  { forms: ['standing', 'standings'], instead: 'status, state' },
  { forms: ['patience'], instead: 'retry policy; sleeper' },
  { forms: ['unhurried'], instead: 'background' },
  { forms: ['crew'], instead: 'worker pool' },
];
