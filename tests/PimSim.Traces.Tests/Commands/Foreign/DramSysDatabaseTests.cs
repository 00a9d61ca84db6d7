using Microsoft.Data.Sqlite;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces.Tests.Commands.Foreign;

public sealed class DramSysDatabaseTests : IDisposable
{
    private const string Info = "CREATE TABLE GeneralInfo(clk INTEGER, UnitOfTime TEXT); INSERT INTO GeneralInfo VALUES (833, 'PS');";
    private const string Transactions = "CREATE TABLE Transactions(ID INTEGER, Channel INTEGER); INSERT INTO Transactions VALUES (1, 0);";
    private const string Phases = "CREATE TABLE Phases(ID INTEGER PRIMARY KEY, PhaseName TEXT, PhaseBegin, Rank, BankGroup, Bank, Row, Column);";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void Phases_are_sorted_and_numbered_through_the_channel()
    {
        string file = Save(Info + Transactions + Phases + """
            INSERT INTO Phases VALUES (1, 'RD', 16660, 0, 2, 10, 7, 616), (2, 'ACT', 833, 0, 2, 10, 7, 616), (3, 'REQ', 0, 0, 0, 0, 0, 0), (4, 'REFAB', 83300, 0, 0, 0, 0, 0);
            """);
        TimedCommand[] commands = CommandGen.ReadFile(file, CommandGen.Ddr4);
        Assert.Equal("ACT RD REFab", string.Join(' ', commands.Select(c => CommandGen.NameOf(c, CommandGen.Ddr4))));
        Assert.Equal((1, 10, 7, 0), CommandGen.Place(commands[0]));
        Assert.Equal((20, 10, 0, 77), CommandGen.Place(commands[1]));
        Assert.Equal((100, 0, 0, 0), CommandGen.Place(commands[2]));
    }

    [Fact]
    public void Ranks_count_through_pseudo_channels()
    {
        string file = Save(Info + "CREATE TABLE Transactions(ID INTEGER, Channel INTEGER); INSERT INTO Transactions VALUES (1, 5);" + Phases
            + "INSERT INTO Phases VALUES (1, 'ACT', 833, 1, 6, 25, 7, 0);");
        TimedCommand command = Assert.Single(CommandGen.ReadFile(file, CommandGen.Hbm2));
        Assert.Equal((5, 1), CommandGen.Channel(command));
        Assert.Equal((1, 9, 7, 0), CommandGen.Place(command));
    }

    [Theory]
    [InlineData("", "PIM0534")]
    [InlineData(Info + Transactions, "PIM0534")]
    [InlineData(Info + Transactions + "CREATE VIEW Phases AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS ID FROM n;", "PIM0534")]
    [InlineData(Info + Transactions + "CREATE TABLE Phases(ID INTEGER);", "PIM0534")]
    [InlineData("CREATE TABLE GeneralInfo(clk INTEGER, UnitOfTime TEXT);" + Transactions + Phases, "PIM0534")]
    [InlineData("CREATE TABLE GeneralInfo(clk INTEGER, UnitOfTime TEXT); INSERT INTO GeneralInfo VALUES (833, 'NS');" + Transactions + Phases, "PIM0534")]
    [InlineData("CREATE TABLE GeneralInfo(clk INTEGER, UnitOfTime TEXT); INSERT INTO GeneralInfo VALUES (0, 'PS');" + Transactions + Phases, "PIM0534")]
    [InlineData(Info + Transactions + "INSERT INTO Transactions VALUES (2, 1);" + Phases, "PIM0534")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'ACT', 834, 0, 0, 0, 0, 0);", "PIM0535")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'ACT', 'soon', 0, 0, 0, 0, 0);", "PIM0535")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'ACT', 833, NULL, 0, 0, 0, 0);", "PIM0535")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'RD', 833, 0, 0, 0, 0, 3);", "PIM0535")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'FLY', 833, 0, 0, 0, 0, 0);", "PIM0505")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'ACT', 833, 0, 1, 10, 0, 0);", "PIM0506")]
    [InlineData(Info + Transactions + Phases + "INSERT INTO Phases VALUES (1, 'ACT', 833, 7, 28, 112, 0, 0);", "PIM0506")]
    public void A_hostile_database_is_refused(string sql, string code)
    {
        string file = Save(sql);
        UserErrorException e = Assert.Throws<UserErrorException>(() => CommandGen.ReadFile(file, CommandGen.Ddr4, CommandFormat.DramSys));
        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.Equal(file, e.Diagnostics[0].File);
    }

    [Fact]
    public void Files_that_are_no_database_or_damaged_are_refused()
    {
        string text = Path.Combine(folder, "text.tdb");
        File.WriteAllText(text, new string('x', 5000));
        Assert.Equal("PIM0534", Assert.Throws<UserErrorException>(() => CommandGen.ReadFile(text, CommandGen.Ddr4, CommandFormat.DramSys)).Diagnostics[0].Code);
        byte[] whole = File.ReadAllBytes(CommandGen.RepositoryFile("commands.dramsys.tdb"));
        PhiloxStream random = new(1, 5);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = i < 20 ? whole[..(16 + random.NextInt(whole.Length - 16))] : [.. whole];
            for (int change = 0; change < 8 && i >= 20; change++)
            {
                damaged[16 + random.NextInt(damaged.Length - 16)] ^= (byte)(1 + random.NextInt(255));
            }

            string file = Path.Combine(folder, $"{i}.tdb");
            File.WriteAllBytes(file, damaged);
            try
            {
                Assert.InRange(CommandGen.ReadFile(file, CommandGen.Ddr4).Length, 0, 100_000);
            }
            catch (UserErrorException e)
            {
                Assert.Contains(e.Diagnostics[0].Code, ["PIM0504", "PIM0505", "PIM0506", "PIM0534", "PIM0535"], StringComparer.Ordinal);
            }
        }
    }

    [Fact]
    public void Unpacked_copies_are_removed()
    {
        byte[] packed = Requests.RequestRoundTripTests.Zip(File.ReadAllBytes(CommandGen.RepositoryFile("commands.dramsys.tdb")));
        string file = Path.Combine(folder, "t.tdb.gz");
        File.WriteAllBytes(file, packed);
        Assert.NotEmpty(CommandGen.ReadFile(file, CommandGen.Ddr4));
        File.WriteAllBytes(file, packed[..(packed.Length / 2)]);
        Assert.Equal("PIM0525", Assert.Throws<UserErrorException>(() => CommandGen.ReadFile(file, CommandGen.Ddr4)).Diagnostics[0].Code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Save(string sql)
    {
        string file = Path.Combine(folder, "t.tdb");
        using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql + "CREATE TABLE Other(x);";
        command.ExecuteNonQuery();
        return file;
    }
}
