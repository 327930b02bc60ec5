namespace Microsoft.ML.Runtime;

internal sealed class LocalEnvironment : IHost
{
    private readonly LocalEnvironment _root;
    private readonly string _fullName;

    public LocalEnvironment(int? seed)
    {
        _root = this;
        Seed = seed;
        Rand = seed is { } value ? new Random(value) : new Random();
        ComponentCatalog = new ComponentCatalog();
    }

    private LocalEnvironment(LocalEnvironment parent, string name, int? seed)
    {
        _root = parent._root;
        _fullName = parent.Join(name);
        Seed = seed ?? parent.Seed;
        ComponentCatalog = parent.ComponentCatalog;
        lock (_root.Rand)
            Rand = new Random(seed ?? _root.Rand.Next());
    }

    public event Action<string, ChannelMessage> Message;

    public int? Seed { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string ContextDescription => _fullName ?? "Environment";

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public IHost Register(string name, int? seed = null, bool? verbose = null) => new LocalEnvironment(this, name, seed);

    public IChannel Start(string name) => new Channel(_root, Join(name));

    public IPipe<TMessage> StartPipe<TMessage>(string name) =>
        typeof(TMessage) == typeof(ChannelMessage)
            ? (IPipe<TMessage>)Start(name)
            : throw new NotSupportedException("The offline stand-in for ML.NET has pipes for ChannelMessage only.");

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();

    public void Send(string source, ChannelMessage message) => _root.Message?.Invoke(source, message);

    private string Join(string name) => _fullName is null ? name : $"{_fullName}; {name}";
}
