using Microsoft.Data.Sqlite;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// DRAMSys' database of one channel: the phases that are commands, by begin time. Times are divided by the clock; columns
/// count beats; ranks count through the pseudo-channels, bank groups and banks through the ranks. SQLite needs a file of its
/// own, so a gzip is unpacked beside the system's temporary files.
/// </summary>
internal sealed class DramSysCommandReader : ICommandReader
{
    private const string Commands =
        "SELECT ID, PhaseName, PhaseBegin, Rank, BankGroup, Bank, Row, \"Column\" FROM Phases WHERE PhaseName NOT IN ('REQ', 'RESP') ORDER BY PhaseBegin, ID";

    private readonly string file;
    private readonly DeviceModel device;
    private readonly CommandPlacer placer;
    private readonly string? temporary;
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, short> ids = new(StringComparer.Ordinal);
    private SqliteCommand? select;
    private SqliteDataReader? rows;
    private long clockPs;
    private long channel;

    private DramSysCommandReader(string file, string path, bool isTemporary, DeviceModel device, bool columnRows)
    {
        this.file = file;
        this.device = device;
        placer = new CommandPlacer(device, file, columnRows);
        temporary = isTemporary ? path : null;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
    }

    /// <inheritdoc/>
    public Diagnostic? Truncation => null;

    /// <summary>Opens the database.</summary>
    /// <exception cref="UserErrorException">PIM0534: it is none, or another one.</exception>
    public static DramSysCommandReader Open(TraceInput input, DeviceModel device, bool columnRows)
    {
        // A plain file is opened in its place; whatever comes through gzip or a pipe is copied.
        bool isCopy = input.IsGzip || input.FilePath is null || input.StoredBytes is null;
        string path = isCopy ? Copy(input) : input.FilePath!;
        DramSysCommandReader reader = new(input.FileName, path, isCopy, device, columnRows);
        try
        {
            reader.Prepare();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<TimedCommand> buffer)
    {
        int count = 0;
        while (count < buffer.Length && Guarded(() => this.rows!.Read()))
        {
            buffer[count] = Command(this.rows!);
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.rows?.Dispose();
        this.select?.Dispose();
        this.connection.Dispose();
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    private static string Copy(TraceInput input)
    {
        string path = Path.Combine(Path.GetTempPath(), $"pimsim-{Guid.NewGuid():N}.tdb");
        try
        {
            using FileStream copy = new(path, FileMode.CreateNew, FileAccess.Write);
            input.CopyTo(copy);
            return path;
        }
        catch (UserErrorException)
        {
            File.Delete(path);
            throw;
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            File.Delete(path);
            throw FileFault.CannotWrite(path, e);
        }
    }

    private void Prepare() => Guarded(() =>
    {
        this.connection.Open();
        foreach (string table in new[] { "GeneralInfo", "Phases", "Transactions" })
        {
            // Tables only: a view could compute without end.
            if (Scalar($"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name = '{table}'") is not 1L)
            {
                throw ForeignFaults.Database(this.file, $"it has no table '{table}'");
            }
        }

        clockPs = Scalar("SELECT clk FROM GeneralInfo LIMIT 1") is long clock and > 0
            ? clock
            : throw ForeignFaults.Database(this.file, "its clock (GeneralInfo.clk) is no number above 0");
        object? unit = Scalar("SELECT UnitOfTime FROM GeneralInfo LIMIT 1");
        if (unit is not "PS")
        {
            throw ForeignFaults.Database(this.file, $"its unit of time is '{unit}', not 'PS'");
        }

        if (Scalar("SELECT COUNT(DISTINCT Channel) FROM Transactions") is > 1L)
        {
            throw ForeignFaults.Database(this.file, "it holds several channels");
        }

        channel = Scalar("SELECT MIN(Channel) FROM Transactions") as long? ?? 0;
        this.select = this.connection.CreateCommand();
        this.select.CommandText = Commands;
        this.rows = this.select.ExecuteReader();
        return true;
    });

    private object? Scalar(string sql)
    {
        using SqliteCommand command = this.connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private TimedCommand Command(SqliteDataReader row)
    {
        long record = row.GetValue(0) as long? ?? 0;
        long begin = Number(row, 2, "PhaseBegin", record);
        if (begin < 0 || begin % clockPs != 0)
        {
            throw ForeignFaults.Value(this.file, record, $"it begins at {begin} ps, no multiple of the clock of {clockPs} ps");
        }

        short id = Find(row.GetValue(1) as string, record);
        Organization o = this.device.Organization;
        LocatedCommand placed = LocatedCommand.Nowhere;
        placed.Cycle = begin / clockPs;
        placed.Channel = channel;
        long rank = Number(row, 3, "Rank", record);
        placed.PseudoChannel = rank / o.Ranks;
        placed.Rank = rank % o.Ranks;
        if (this.device.Standard.Commands[id].Scope == LevelKind.Bank)
        {
            long group = Number(row, 4, "BankGroup", record) - (rank * o.BankGroups);
            long bank = Number(row, 5, "Bank", record) - (rank * o.Banks) - (group * o.BanksPerGroup);
            long column = Number(row, 7, "Column", record);
            placed.BankGroup = group;
            placed.Bank = bank;
            placed.Row = Number(row, 6, "Row", record);
            placed.Column = column % o.BurstLength == 0
                ? column / o.BurstLength
                : throw ForeignFaults.Value(this.file, record, $"column {column} does not start a burst of {o.BurstLength} beats");
        }

        return this.placer.Place(id, placed, 0, record);
    }

    private long Number(SqliteDataReader row, int ordinal, string name, long record) =>
        row.GetValue(ordinal) is long value and >= 0 ? value : throw ForeignFaults.Value(this.file, record, $"its {name} is no number from 0 up");

    private short Find(string? name, long record)
    {
        if (name is not null && this.ids.TryGetValue(name, out short id))
        {
            return id;
        }

        id = name is null ? (short)-1 : this.placer.Find(name);
        if (id < 0)
        {
            throw ForeignFaults.UnknownCommand(this.file, 0, record, name?.Length > 40 ? name[..40] + "..." : name ?? "nothing", this.device.Name);
        }

        this.ids.Add(name!, id);
        return id;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw ForeignFaults.Database(this.file, e.Message);
        }
    }
}
