#ifndef NORMALIZE_PERSONAL_NUMBER_H
#define NORMALIZE_PERSONAL_NUMBER_H

#include "normalize/personal.h"
#include "normalize/personal_look.h"

/*
 * The phone, landline, identity number or card that begins with the digit at
 * byte *at.  *at moves behind that digit and those that follow it at once;
 * what is found may go on behind them.
 */
bool	number_at(const struct look *, size_t *at, struct personal *);

#endif
