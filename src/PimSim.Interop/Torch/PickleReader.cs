using System.Buffers.Binary;
using System.Text;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// Reads the part of pickle (protocols 2 to 5) that PyTorch writes for a state_dict into plain values. It is a reader of
/// data, not a machine: names stand for themselves, and only <see cref="TorchGlobals"/> gives them a meaning. Values: null,
/// bool, long, double, string, tuple, list, dictionary, and tensors by reference.
/// </summary>
internal sealed class PickleReader
{
    private const int AlwaysAllowedValues = 1 << 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly object Mark = new();

    private readonly ReadOnlyMemory<byte> program;
    private readonly string file;
    private readonly long maxValues;
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private long values;
    private int position;

    private PickleReader(ReadOnlyMemory<byte> program, long maxValues, string file)
    {
        (this.program, this.maxValues, this.file) = (program, maxValues, file);
    }

    /// <summary>The value of a pickle.</summary>
    /// <param name="program">The pickle.</param>
    /// <param name="fileBytes">Size of the file that holds it, which bounds the number of values.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="UserErrorException">PIM1020: cut, or not what PyTorch writes. PIM1021: an instruction that a state_dict
    /// does not need. PIM1022: a name that a state_dict does not need. PIM1025: more values than the file can mean.</exception>
    public static object? Read(ReadOnlyMemory<byte> program, long fileBytes, string file)
    {
        PickleReader reader = new(program, AlwaysAllowedValues + (fileBytes / 4), file);
        try
        {
            return reader.Run();
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw reader.Malformed(fault.Message);
        }
    }

    private object? Run()
    {
        while (true)
        {
            byte operation = Take(1)[0];
            if (operation == '.')
            {
                return this.stack.Count == 1 && this.stack[0] != Mark ? this.stack[0] : throw new FormatException("it does not end with one value");
            }

            Execute(operation);
            if (++this.values > this.maxValues)
            {
                throw new UserErrorException("PIM1025", $"the pickle makes more than {this.maxValues} values, more than a file of this size can mean", this.file, "save tensors only: torch.save(model.state_dict(), 'weights.pt')");
            }
        }
    }

    private void Execute(byte operation)
    {
        switch (operation)
        {
            case 0x80:
                CheckProtocol(Take(1)[0]);
                break;
            case 0x95:
                Take(sizeof(ulong));
                break;
            case (byte)'(':
                this.stack.Add(Mark);
                break;
            case (byte)'}':
                this.stack.Add(new PickleDictionary());
                break;
            case (byte)']':
                this.stack.Add(new List<object?>());
                break;
            case (byte)')':
                this.stack.Add(new PickleTuple([]));
                break;
            case (byte)'t':
                this.stack.Add(new PickleTuple(PopToMark()));
                break;
            case 0x85 or 0x86 or 0x87:
                object?[] items = new object?[operation - 0x84];
                for (int i = items.Length - 1; i >= 0; i--)
                {
                    items[i] = Pop();
                }

                this.stack.Add(new PickleTuple(items));
                break;
            case (byte)'q' or (byte)'r' or 0x94:
                this.memo[operation == 0x94 ? this.memo.Count : Unsigned(operation == 'q' ? 1 : 4)] = Peek();
                break;
            case (byte)'h' or (byte)'j':
                this.stack.Add(this.memo.TryGetValue(Unsigned(operation == 'h' ? 1 : 4), out object? known) ? known : throw new FormatException("it refers to a value that it did not keep"));
                break;
            case (byte)'N' or 0x88 or 0x89:
                this.stack.Add(operation == 'N' ? null : operation == 0x88);
                break;
            default:
                ExecuteMore(operation);
                break;
        }
    }

    private void ExecuteMore(byte operation)
    {
        switch (operation)
        {
            case (byte)'K' or (byte)'M':
                this.stack.Add(Unsigned(operation == 'K' ? 1 : 2));
                break;
            case (byte)'J':
                this.stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));
                break;
            case 0x8A:
                this.stack.Add(Long(Take(Take(1)[0])));
                break;
            case (byte)'G':
                this.stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double))));
                break;
            case (byte)'X' or 0x8C or 0x8D:
                this.stack.Add(StrictUtf8.GetString(Take(Unsigned(operation == 'X' ? 4 : operation == 0x8C ? 1 : 8))));
                break;
            case (byte)'c':
                this.stack.Add(TorchGlobals.Find(Line(), Line(), this.position, this.file));
                break;
            case 0x93:
                (object? name, object? module) = (Pop(), Pop());
                this.stack.Add(module is string m && name is string n ? TorchGlobals.Find(m, n, this.position, this.file) : throw new FormatException("a name is no text"));
                break;
            case (byte)'Q':
                this.stack.Add(TorchGlobals.Storage(Pop()));
                break;
            case (byte)'R':
                (object? arguments, object? function) = (Pop(), Pop());
                this.stack.Add(TorchGlobals.Call(function, arguments));
                break;
            case (byte)'a' or (byte)'e':
                object?[] added = operation == 'e' ? PopToMark() : [Pop()];
                (Peek() as List<object?> ?? throw new FormatException("it appends to something that is no list")).AddRange(added);
                break;
            case (byte)'s' or (byte)'u':
                SetItems(operation == 'u' ? PopToMark() : PopTwo());
                break;
            case (byte)'b':
                Pop();
                Dictionary();
                break;
            default:
                throw new UserErrorException("PIM1021", $"the pickle has the instruction 0x{operation:x2} at byte {this.position - 1}, which a state_dict does not need", this.file, "save tensors only: torch.save(model.state_dict(), 'weights.pt')");
        }
    }

    private void SetItems(object?[] items)
    {
        PickleDictionary dictionary = Dictionary();
        if (items.Length % 2 != 0)
        {
            throw new FormatException("a key has no value");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            object key = items[i] is string or long ? items[i]! : throw new FormatException("a key is neither a text nor an integer");
            dictionary.Entries.Add(new KeyValuePair<object, object?>(key, items[i + 1]));
        }
    }

    /// <summary>The dictionary on top. Entries and attributes go there; attributes (the versions of modules) are of no use here.</summary>
    private PickleDictionary Dictionary() => Peek() as PickleDictionary ?? throw new FormatException("it changes something that is no dictionary");

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < 2 or > 5)
        {
            throw new FormatException($"it is of protocol {protocol}; 2 to 5 are read");
        }
    }

    private object?[] PopTwo()
    {
        (object? value, object? key) = (Pop(), Pop());
        return [key, value];
    }

    private object?[] PopToMark()
    {
        int mark = this.stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw new FormatException("it collects values without a mark");
        }

        object?[] items = [.. this.stack[(mark + 1)..]];
        this.stack.RemoveRange(mark, this.stack.Count - mark);
        return items;
    }

    private object? Pop()
    {
        object? top = Peek();
        this.stack.RemoveAt(this.stack.Count - 1);
        return top;
    }

    private object? Peek() => this.stack.Count > 0 && this.stack[^1] != Mark ? this.stack[^1] : throw new FormatException("it takes a value that is not there");

    private long Unsigned(int bytes)
    {
        ulong value = 0;
        ReadOnlySpan<byte> taken = Take(bytes);
        for (int i = 0; i < bytes; i++)
        {
            value |= (ulong)taken[i] << (8 * i);
        }

        return value <= long.MaxValue ? (long)value : throw new FormatException("a length is beyond 63 bits");
    }

    private static long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            throw new FormatException("an integer is beyond 64 bits");
        }

        long value = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private string Line()
    {
        int length = this.program.Span[this.position..].IndexOf((byte)'\n');
        string line = length < 0 ? throw new FormatException("it ends within a name") : StrictUtf8.GetString(Take(length));
        Take(1);
        return line;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > this.program.Length - this.position)
        {
            throw new FormatException("it ends early");
        }

        ReadOnlySpan<byte> taken = this.program.Span.Slice(this.position, (int)count);
        this.position += (int)count;
        return taken;
    }

    private UserErrorException Malformed(string why) =>
        new("PIM1020", $"the pickle is not one of a state_dict, at byte {this.position}: {why}", this.file, "save tensors only: torch.save(model.state_dict(), 'weights.pt')");
}
