export const paymentFailed = 'Zahlung von {{amount}} für Bestellung {{order}} fehlgeschlagen. Bitte erneut bestellen.';
