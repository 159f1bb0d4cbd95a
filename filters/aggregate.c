#include "aggregate/aggregate.h"
#include "run/run.h"
