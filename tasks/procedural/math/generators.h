// Generators of mathematics: each a seed, five levels of difficulty, and an exact short answer.
#pragma once

#include "tasks/parts/generator.h"

namespace assay {

// Word problems in several steps. Level 1: two steps; 2: three; 3: four; 4: five, and a number that does not matter;
// 5: six, and two such numbers.
GeneratorEntry word_problems_generator();

// One expression. 1: two operations on whole numbers; 2: three; 3: five, with squares; 4: three on fractions; 5: five
// on fractions, with squares.
GeneratorEntry expressions_generator();

// 1: a x + b = c; 2: the unknown on both sides; 3: with brackets, the solution may be a fraction; 4: two equations; 5:
// three equations.
GeneratorEntry linear_equations_generator();

// 1: x^2 + b x + c = 0 with whole solutions; 2: with a leading coefficient; 3: terms on both sides; 4: solutions that
// are fractions; 5: a symmetric function of solutions that need not be rational.
GeneratorEntry quadratic_equations_generator();

// Divisors, multiples, remainders of powers, primes; the level sets how large numbers are: 100, 400, 2,000, 10,000,
// 50,000.
GeneratorEntry number_theory_generator();

// Rows, codes, committees, paths, seats and shares. 1: small and without conditions; then larger, 3 to 5 with
// conditions.
GeneratorEntry counting_generator();

// 1: one unit into a smaller one; 2: decimals, either way; 3: sums of units; 4: rates; 5: rates over a time.
GeneratorEntry unit_conversion_generator();

}  // namespace assay
