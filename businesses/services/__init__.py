from businesses.services.businesses import AlreadyRegistered, register_business, update_business

__all__ = ["AlreadyRegistered", "register_business", "update_business"]
