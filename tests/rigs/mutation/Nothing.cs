using DossierMonitor.Domain.Dossiers;
using Xunit;

namespace DossierMonitor.Domain.Mutants;

public sealed class Nothing
{
    [Fact]
    public void Passes() => Assert.NotNull(typeof(DossierFold).Name);
}
