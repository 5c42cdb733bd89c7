export const orderShipped =
  'Bestellung {{order}} ist unterwegs{{#carrier}} mit {{carrier}}{{/carrier}}{{#tracking}}, Nr. {{tracking}}{{/tracking}}.';
