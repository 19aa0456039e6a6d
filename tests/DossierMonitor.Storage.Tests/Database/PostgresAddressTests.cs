using DossierMonitor.Storage.Database.Postgres;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ann:s%40cret@db.example:5433/province?sslmode=verify-full", "db.example:5433", "province", "ann", "s@cret")]
    [InlineData("postgresql://ann@one:5432,two:5432/province?target_session_attrs=primary", "one:5432,two:5432", "province", "ann", null)]
    [InlineData("postgres://postgres@/test_1?host=/tmp/some-folder", "/tmp/some-folder", "test_1", "postgres", null)]
    [InlineData("postgres://ann:a:b@h/d", "h", "d", "ann", "a:b")]
    public void Its_parts_are_found(string address, string host, string database, string user, string? password)
    {
        PostgresAddress.Is(address).ShouldBeTrue();
        var parsed = PostgresAddress.Parse(address);
        (parsed.Host, parsed.Database, parsed.Username, parsed.Password).ShouldBe((host, database, user, password));
        PostgresAddress.Shown(address).ShouldBe($"postgres://{user}@{host}/{database}");
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://ann:secret@/d")]
    [InlineData("postgres://ann:secret@h/")]
    [InlineData("postgres://ann:secret@h/d?colour=red")]
    [InlineData("postgres://ann:secret@h/d?sslmode=perhaps")]
    public void What_is_no_address_is_said_without_its_password(string address) =>
        Should.Throw<FormatException>(() => PostgresAddress.Parse(address)).ToString().ShouldNotContain("secret");

    [Theory]
    [InlineData("sqlite:x.db")]
    [InlineData("/data/postgres.db")]
    public void Others_are_not_of_it(string address) => PostgresAddress.Is(address).ShouldBeFalse();
}
