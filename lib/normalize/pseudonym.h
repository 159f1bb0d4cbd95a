#ifndef NORMALIZE_PSEUDONYM_H
#define NORMALIZE_PSEUDONYM_H

#include "base/arena.h"
#include "base/span.h"
#include "frame/config.h"
#include "rules/fault.h"

/*
 * Names in place of personal data: the same value gets the same name under
 * the same key, and nobody without the key can tell which.
 */
struct pseudonyms;

#define KEY_MIN_BYTES	16
#define KEY_MAX_BYTES	4096

/*
 * Takes the key from the file that the setting "key" names, without a line
 * break at its end, and forgets its bytes.  NULL after a fault at asked_at:
 * no setting, a file that can't be read, a key that is too short.  With the
 * setting "verify", where none is made, there is no key.
 */
const struct pseudonyms	*pseudonyms_read(const struct config *,
			    struct place asked_at, struct arena *,
			    struct faults *);

/*
 * NAME:16 hexadecimal digits, the first 64 bits of HMAC-SHA-256 (RFC 2104,
 * FIPS 180-4) of the value; in the arena.
 */
struct span		 pseudonym_of(const struct pseudonyms *, struct arena *,
			    struct span name, struct span value);

/* Zeroes what was made of the key; or NULL. */
void			 pseudonyms_forget(const struct pseudonyms *);

#endif
