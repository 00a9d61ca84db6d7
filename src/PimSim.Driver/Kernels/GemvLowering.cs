using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Matrix times vector. A unit holds as many outputs as it has vector registers and, for each, a lane of partial sums; an input tile is
/// what fills the input registers. All tiles in even banks come first, then those in odd banks, whose row and the register row take
/// turns in the odd banks. Partial sums are written to the odd banks; their lanes are the host's to join.
/// </summary>
internal static class GemvLowering
{
    private const int Even = 0;
    private const int Odd = 1;

    public static PimProgram Lower(KernelLayout layout, KernelCommands commands, int programWords)
    {
        var w = new KernelWriter(layout, commands);
        w.Enter();
        w.LoadProgram(programWords);
        for (long o = 0; o < layout.OutputTiles; o++)
        {
            for (int b = 0; b < layout.Shape.Batch; b++)
            {
                w.Control();
                Pass(layout, w, o);
                w.WriteBack(Odd, layout.ResultStart + (((o * layout.Shape.Batch) + b) * layout.Vectors), layout.Vectors, 0);
                w.Control();
            }
        }

        w.Leave();
        return w.Build();
    }

    private static void Pass(KernelLayout layout, KernelWriter w, long outputTile)
    {
        // Where the register row has to be opened first there is time to close the even banks before the first register write.
        bool ahead = w.RegistersAreAway;
        w.OpenRegisters();
        if (ahead)
        {
            w.Close(Even);
        }

        for (long i = Even; i < layout.InputTiles; i += KernelLayout.Parities)
        {
            long start = layout.TileStart(outputTile, i);
            LoadEven(layout, w, start);
            Accumulate(layout, w, Even, start);
            w.Close(Even);
        }

        for (long i = Odd; i < layout.InputTiles; i += KernelLayout.Parities)
        {
            w.OpenRegisters();
            w.LoadInputs(0, layout.Registers);
            Accumulate(layout, w, Odd, layout.TileStart(outputTile, i));
        }
    }

    /// <summary>
    /// Register writes are in order and the tile's reads must wait for the last one, so the row is opened just before it; where the
    /// control row is still open it is closed as late as its write recovery asks.
    /// </summary>
    private static void LoadEven(KernelLayout layout, KernelWriter w, long start)
    {
        int last = layout.Registers - 1;
        if (w.IsOpen(Even))
        {
            int early = Math.Max(0, last - 1);
            w.LoadInputs(0, early);
            w.Close(Even);
            w.LoadInputs(early, layout.Registers - early);
            w.OpenFor(Even, start);
            return;
        }

        w.LoadInputs(0, last);
        w.OpenFor(Even, start);
        w.LoadInputs(last, 1);
    }

    private static void Accumulate(KernelLayout layout, KernelWriter w, int parity, long start)
    {
        for (int register = 0; register < layout.Registers; register++)
        {
            w.Vectors(parity, VectorOperation.MultiplyAddLanes, start + (register * layout.Vectors), layout.Vectors, 0, register);
        }
    }
}
