#ifndef NORMALIZE_PERSONAL_EMAIL_H
#define NORMALIZE_PERSONAL_EMAIL_H

#include "normalize/personal.h"
#include "normalize/personal_look.h"

/* Length in bytes of the `@` at byte `at`, full-width too; or 0. */
size_t	email_sign_at(struct span text, size_t at);

/* The address around the sign at byte `at`, from byte `from` on. */
bool	email_at(struct span text, size_t from, size_t at, struct personal *);

/* A number at the beginning of an address is a part of it. */
void	email_widen(struct span text, size_t from, struct personal *);

#endif
