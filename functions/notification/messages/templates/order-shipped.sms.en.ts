export const orderShipped =
  'Order {{order}} is on its way{{#carrier}} by {{carrier}}{{/carrier}}{{#tracking}}, no. {{tracking}}{{/tracking}}.';
