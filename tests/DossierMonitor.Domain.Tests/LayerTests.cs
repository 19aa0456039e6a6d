using DossierMonitor.Domain.Dossiers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests;

public sealed class LayerTests
{
    [Fact]
    public void The_domain_depends_on_nothing_but_the_runtime() =>
        typeof(DossierFold).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard");

    [Fact]
    public void Names_say_what_the_domain_says() =>
        typeof(DossierFold).Assembly.GetTypes().Where(type => type.IsPublic).Select(type => type.Name)
            .ShouldAllBe(name => !name.EndsWith("Manager", StringComparison.Ordinal) && !name.EndsWith("Helper", StringComparison.Ordinal)
                && !name.EndsWith("Util", StringComparison.Ordinal) && !name.EndsWith("Utils", StringComparison.Ordinal));
}
