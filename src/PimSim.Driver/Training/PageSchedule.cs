namespace PimSim.Driver;

/// <summary>Pages of the units' programs to the cells of a domain, the same for every unit, in single-bank mode.</summary>
internal static class PageSchedule
{
    public static void Write(StepScope x, ProgramStore pages)
    {
        foreach (IGrouping<int, ColumnPlace> row in pages.Entries.Keys.GroupBy(p => p.Row).OrderBy(r => r.Key))
        {
            IGrouping<int, ColumnPlace>[] banks = [.. row.GroupBy(p => p.Parity).OrderBy(p => p.Key)];
            foreach (int parity in banks.Select(b => b.Key))
            {
                x.W.Loop(BankUnits(x), u => x.W.OpenBank((u * x.G.Unit.BanksPerUnit) + parity, row.Key));
            }

            foreach (IGrouping<int, ColumnPlace> bank in banks)
            {
                foreach ((int first, int count) in Runs([.. bank.Select(p => p.Column).Order()]))
                {
                    WriteRun(x, pages, new ColumnPlace(row.Key, bank.Key, first), count);
                }
            }

            x.W.Close();
        }
    }

    private static void WriteRun(StepScope x, ProgramStore pages, ColumnPlace first, int count) =>
        x.W.Loop(BankUnits(x), u => x.W.Loop(count, c => x.W.Write(u, new StepColumn(first.Parity, c + first.Column), (_, words) =>
            ProgramStore.Fill(words, pages.Entries[first with { Column = first.Column + c.Value }]))));

    private static int BankUnits(StepScope x) => x.G.BankUnits(x.G.Units);

    /// <summary>Columns that follow one another: first and how many.</summary>
    private static IEnumerable<(int First, int Count)> Runs(int[] columns)
    {
        for (int i = 0, end; i < columns.Length; i = end)
        {
            for (end = i + 1; end < columns.Length && columns[end] == columns[end - 1] + 1;)
            {
                end++;
            }

            yield return (columns[i], end - i);
        }
    }
}
