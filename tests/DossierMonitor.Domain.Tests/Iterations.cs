namespace DossierMonitor.Domain.Tests;

/// <summary>
/// How many samples a property takes. A mutation run repeats every test for every mutant; there
/// <c>DOSSIER_TEST_ITERATIONS_DIVISOR</c> divides the counts. Unset, as in every normal run, they are what the test says.
/// </summary>
public static class Iterations
{
    private static readonly int Divisor =
        int.TryParse(Environment.GetEnvironmentVariable("DOSSIER_TEST_ITERATIONS_DIVISOR"), out var divisor) && divisor > 1 ? divisor : 1;

    public static int Of(int count) => Math.Max(1, count / Divisor);
}
